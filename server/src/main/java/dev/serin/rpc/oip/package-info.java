/**
 * The Open Inference Protocol, {@code inference.GRPCInferenceService}, with Triton's additions:
 * another way to the same calls.
 */
@NullMarked
package dev.serin.rpc.oip;

import org.jspecify.annotations.NullMarked;
