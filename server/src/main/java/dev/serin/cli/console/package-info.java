/** What all verbs share: printing, common options and exit codes. */
@NullMarked
package dev.serin.cli.console;

import org.jspecify.annotations.NullMarked;
