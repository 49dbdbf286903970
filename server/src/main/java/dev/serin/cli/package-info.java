/** The verbs and {@code main}. */
@NullMarked
package dev.serin.cli;

import org.jspecify.annotations.NullMarked;
