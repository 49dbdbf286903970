/** What the pieces of a call cost, each alone. */
@NullMarked
package dev.serin.benchmarks.pieces;

import org.jspecify.annotations.NullMarked;
