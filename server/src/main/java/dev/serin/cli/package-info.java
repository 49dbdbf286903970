/** The command line's {@code main}: runs the requested verb and reports its failure. */
@NullMarked
package dev.serin.cli;

import org.jspecify.annotations.NullMarked;
