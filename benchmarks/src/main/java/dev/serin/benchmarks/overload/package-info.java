/**
 * A gateway under more load than it can serve, and one whose canary is far too slow: what callers
 * get then, in ratios to what they got before.
 */
@NullMarked
package dev.serin.benchmarks.overload;

import org.jspecify.annotations.NullMarked;
