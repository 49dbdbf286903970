/** The demo verb: plays a demo and shows it. */
@NullMarked
package dev.serin.cli.demo;

import org.jspecify.annotations.NullMarked;
