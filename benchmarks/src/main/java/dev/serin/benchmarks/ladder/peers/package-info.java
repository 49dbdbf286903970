/** Other servers, as their own documentation advises for speed, with ONNX Runtime in each. */
@NullMarked
package dev.serin.benchmarks.ladder.peers;

import org.jspecify.annotations.NullMarked;
