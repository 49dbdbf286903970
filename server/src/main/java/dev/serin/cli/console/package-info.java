/** What all verbs share: how they print, the options that they have in common, exit codes. */
@NullMarked
package dev.serin.cli.console;

import org.jspecify.annotations.NullMarked;
