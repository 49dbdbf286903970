package dev.serin.onnx;

import java.util.Set;

/** Operators that end the process if a tensor without elements reaches them. */
final class EmptyTensors {
  /** As seen with ONNX Runtime 1.29: it divides by the size, or waits for threads of no rows. */
  static final Set<String> END_THE_PROCESS =
      Set.of("ConvTranspose", "DFT", "GRU", "LSTM", "LpNormalization");

  private EmptyTensors() {}
}
