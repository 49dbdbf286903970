/**
 * The servers below the gateway: the least that echoes, runs a model, or batches; and ONNX Runtime
 * alone.
 */
@NullMarked
package dev.serin.benchmarks.ladder.rungs;

import org.jspecify.annotations.NullMarked;
