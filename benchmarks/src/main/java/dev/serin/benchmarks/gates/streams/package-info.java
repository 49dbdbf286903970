/** Draws calls, labels and users by chance. */
@NullMarked
package dev.serin.benchmarks.gates.streams;

import org.jspecify.annotations.NullMarked;
