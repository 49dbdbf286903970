/** The rules by which rollouts are usually judged, and ours, on one stream of calls. */
@NullMarked
package dev.serin.benchmarks.gates.rules;

import org.jspecify.annotations.NullMarked;
