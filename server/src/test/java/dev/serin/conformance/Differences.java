package dev.serin.conformance;

import static java.util.Objects.requireNonNull;

import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Compares tensors, and answers of several, as ONNX's own tests do: numbers with fractions may
 * differ by a thousandth, everything else by nothing.
 */
final class Differences {
  private static final double RELATIVE = 1e-3;
  private static final double ABSOLUTE = 1e-7;

  private static final int MAX_SHOWN_BYTES = 64;

  private Differences() {}

  /** Returns where two answers differ first; empty if they are equal. */
  static Optional<String> between(Map<String, Tensor> actual, Map<String, Tensor> expected) {
    if (!actual.keySet().equals(expected.keySet())) {
      return difference(/* equal= */ false, actual.keySet(), expected.keySet());
    }
    return expected.keySet().stream()
        .flatMap(
            name -> between(of(actual, name), of(expected, name))
                .map(difference -> name + ": " + difference)
                .stream())
        .findFirst();
  }

  /** Returns where two tensors differ first; empty if they are equal. */
  static Optional<String> between(Tensor actual, Tensor expected) {
    if (!alike(actual, expected)) {
      return difference(/* equal= */ false, text(actual), text(expected));
    }
    return switch (actual.type()) {
      case FP16, BF16, FP32, FP64 -> numbers(actual, expected);
      case STRING ->
        difference(
            actual.strings().equals(expected.strings()), actual.strings(), expected.strings());
      default ->
        difference(
            actual.data().equals(expected.data()), hexadecimal(actual), hexadecimal(expected));
    };
  }

  /** Whether type and shape are the same. */
  static boolean alike(Tensor actual, Tensor expected) {
    return actual.type() == expected.type() && actual.shape().equals(expected.shape());
  }

  /** Whether all types and shapes are the same. */
  static boolean alike(Map<String, Tensor> actual, Map<String, Tensor> expected) {
    return actual.keySet().equals(expected.keySet())
        && actual.keySet().stream().allMatch(name -> alike(of(actual, name), of(expected, name)));
  }

  private static Tensor of(Map<String, Tensor> answer, String name) {
    return requireNonNull(answer.get(name), name);
  }

  private static Optional<String> numbers(Tensor actual, Tensor expected) {
    var type = actual.type();
    for (int at = 0; at < actual.bytes(); at += type.bytes()) {
      double one = number(type, actual.data(), at);
      double other = number(type, expected.data(), at);
      boolean equal = Double.compare(one, other) == 0
          || (Double.isFinite(other)
              && Math.abs(one - other) <= ABSOLUTE + RELATIVE * Math.abs(other));
      if (!equal) {
        return Optional.of(
            "element " + at / type.bytes() + ": " + one + " (expected: " + other + ")");
      }
    }
    return Optional.empty();
  }

  private static double number(DataType type, ByteBuffer data, int at) {
    return switch (type) {
      case FP16 -> half(data.getShort(at));
      case BF16 -> Float.intBitsToFloat(data.getShort(at) << Short.SIZE);
      case FP32 -> data.getFloat(at);
      default -> data.getDouble(at);
    };
  }

  /** Returns the number of these bits in IEEE 754 binary16. */
  private static double half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    double size;
    if (exponent == 0x1f) {
      size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      size = Math.scalb((double) fraction, -24);
    } else {
      size = Math.scalb((double) (fraction | 0x400), exponent - 25);
    }
    return bits < 0 ? -size : size;
  }

  private static Optional<String> difference(boolean equal, Object actual, Object expected) {
    return equal ? Optional.empty() : Optional.of(actual + " (expected: " + expected + ")");
  }

  private static String hexadecimal(Tensor tensor) {
    var bytes = new byte[Math.min(tensor.bytes(), MAX_SHOWN_BYTES)];
    tensor.data().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String text(Tensor tensor) {
    return tensor.type() + " " + tensor.shape();
  }
}
