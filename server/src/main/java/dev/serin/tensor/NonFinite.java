package dev.serin.tensor;

import java.util.Optional;

/** Looks for numbers that no model should answer with. */
public final class NonFinite {
  private NonFinite() {}

  /** Returns the first element that is NaN or infinite; empty if there is none. */
  public static Optional<String> in(Tensor tensor) {
    var data = tensor.data();
    while (data.hasRemaining()) {
      double value = switch (tensor.type()) {
        case FP16 -> specialOf(data.getShort(), 0x7c00);
        case BF16 -> specialOf(data.getShort(), 0x7f80);
        case FP32 -> data.getFloat();
        case FP64 -> data.getDouble();
        default -> {
          data.position(data.limit());
          yield 0;
        }
      };
      if (!Double.isFinite(value)) {
        return Optional.of(Double.toString(value));
      }
    }
    return Optional.empty();
  }

  /** Returns what a number of 16 bits with this exponent mask is: NaN, infinite, or else 0. */
  private static double specialOf(short bits, int exponent) {
    if ((bits & exponent) != exponent) {
      return 0;
    }
    if ((bits & 0x7fff) != exponent) {
      return Double.NaN;
    }
    return bits < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }
}
