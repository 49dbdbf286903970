/** The command line's {@code main}: finds the verb that was asked for and reports its failure. */
@NullMarked
package dev.serin.cli;

import org.jspecify.annotations.NullMarked;
