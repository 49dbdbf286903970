/** Repeats simulations by chance, and prints what came of them beside what was expected. */
@NullMarked
package dev.serin.benchmarks.gates.figures;

import org.jspecify.annotations.NullMarked;
