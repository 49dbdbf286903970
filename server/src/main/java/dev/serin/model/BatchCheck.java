package dev.serin.model;

import dev.serin.tensor.Elements;
import dev.serin.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the answers to two requests that share a run with those to each by itself. A model whose
 * rows depend on each other, such as one that normalises over them, must not share runs.
 */
public final class BatchCheck {
  private static final double ABSOLUTE = 1e-5;
  private static final double RELATIVE = 1e-4;

  /** For numbers of 16 bits, absolute and relative. */
  private static final double COARSE = 1e-2;

  private BatchCheck() {}

  /** Returns the rows of a request: the first dimension of its inputs; 0 if they differ in it. */
  public static long rows(Map<String, Tensor> inputs) {
    long rows = -1;
    for (var tensor : inputs.values()) {
      long of = tensor.shape().rank() == 0 ? 0 : tensor.shape().rows();
      if (rows >= 0 && of != rows) {
        return 0;
      }
      rows = of;
    }
    return Math.max(0, rows);
  }

  /** Whether all requests have the same inputs, so that a comparison would say little. */
  public static boolean same(List<Map<String, Tensor>> requests) {
    var first = requests.get(0);
    for (var request : requests) {
      for (var input : first.entrySet()) {
        var other = request.get(input.getKey());
        if (other == null || !other.data().equals(input.getValue().data())) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Runs the requests together and returns how the answers differ from those of single runs; empty
   * if they agree. A run that fails is a difference.
   *
   * @param requests two or more, not all alike
   * @param alone the answer to each by itself
   */
  public static Optional<String> difference(
      Predictor predictor,
      List<Map<String, Tensor>> requests,
      List<Map<String, Tensor>> alone,
      List<String> outputs,
      Duration limit) {
    List<Map<String, Tensor>> together;
    try {
      together = predictor.predict(requests, outputs, limit, bytes -> {});
    } catch (PredictionException | RuntimeException e) {
      return Optional.of("requests that share a run fail: " + e.getMessage());
    }
    for (int i = 0; i < alone.size(); i++) {
      for (var output : alone.get(i).entrySet()) {
        var shared = together.get(i).get(output.getKey());
        if (shared == null || !agree(output.getValue(), shared)) {
          return Optional.of(
              "output " + output.getKey() + " of a request differs when others share its run");
        }
      }
    }
    return Optional.empty();
  }

  private static boolean agree(Tensor alone, Tensor shared) {
    if (alone.type() != shared.type() || !alone.shape().equals(shared.shape())) {
      return false;
    }
    return switch (alone.type()) {
      case FP32, FP64 -> agree(alone, shared, ABSOLUTE, RELATIVE);
      case FP16, BF16 -> agree(alone, shared, COARSE, COARSE);
      default -> alone.data().equals(shared.data());
    };
  }

  private static boolean agree(Tensor alone, Tensor shared, double absolute, double relative) {
    var these = new Elements(alone);
    var those = new Elements(shared);
    long count = alone.shape().elements();
    for (int i = 0; i < count; i++) {
      float one = these.real(i);
      float other = those.real(i);
      double tolerance = absolute + relative * Math.abs(one);
      // Two that are not numbers agree, and so do equal infinities.
      if (Float.compare(one, other) != 0 && !(Math.abs(one - other) <= tolerance)) {
        return false;
      }
    }
    return true;
  }
}
