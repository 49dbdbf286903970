/** What the gateway costs, as ratios taken in one run on one machine. */
@NullMarked
package dev.serin.benchmarks;

import org.jspecify.annotations.NullMarked;
