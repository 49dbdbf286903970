/** Tables about whole rollouts: who stops which, and what it costs to watch one. */
@NullMarked
package dev.serin.benchmarks.gates.rollouts;

import org.jspecify.annotations.NullMarked;
