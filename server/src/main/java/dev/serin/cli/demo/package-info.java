/** The demo verb and how a demo is shown. */
@NullMarked
package dev.serin.cli.demo;

import org.jspecify.annotations.NullMarked;
