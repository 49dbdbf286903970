package dev.serin.model;

import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import java.nio.ByteBuffer;
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
    var these = alone.data();
    var those = shared.data();
    return switch (alone.type()) {
      case FP32, FP64, FP16, BF16 -> agree(alone.type(), these, those);
      default -> these.equals(those);
    };
  }

  private static boolean agree(DataType type, ByteBuffer these, ByteBuffer those) {
    while (these.hasRemaining()) {
      double one = next(type, these);
      double other = next(type, those);
      double tolerance = type == DataType.FP32 || type == DataType.FP64
          ? ABSOLUTE + RELATIVE * Math.abs(one)
          : COARSE + COARSE * Math.abs(one);
      // Two that are not numbers agree, and so do equal infinities.
      if (Double.compare(one, other) != 0 && !(Math.abs(one - other) <= tolerance)) {
        return false;
      }
    }
    return true;
  }

  private static double next(DataType type, ByteBuffer data) {
    return switch (type) {
      case FP32 -> data.getFloat();
      case FP64 -> data.getDouble();
      case BF16 -> Float.intBitsToFloat(data.getShort() << 16);
      case FP16 -> half(data.getShort());
      default -> throw new IllegalArgumentException("type: " + type + " (expected: a float)");
    };
  }

  /** The value of an IEEE 754 binary16. */
  private static double half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    double magnitude;
    if (exponent == 0x1f) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else {
      magnitude = exponent == 0
          ? Math.scalb((double) fraction, -24)
          : Math.scalb(0x400 + (double) fraction, exponent - 25);
    }
    return bits < 0 ? -magnitude : magnitude;
  }
}
