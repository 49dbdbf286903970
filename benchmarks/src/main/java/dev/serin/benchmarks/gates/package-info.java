/** Simulations that show what the judge of the gates reaches, beside the rules that are usual. */
@NullMarked
package dev.serin.benchmarks.gates;

import org.jspecify.annotations.NullMarked;
