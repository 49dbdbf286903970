package dev.serin.tensor;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Finds NaN and the infinities in tensors. */
public final class NonFinite {
  private static final int HALF_EXPONENT = 0x7c00;
  private static final int BRAIN_EXPONENT = 0x7f80;

  private NonFinite() {}

  /** Whether every element is finite. */
  public static boolean none(Tensor tensor) {
    var values = new Values(tensor);
    for (int i = 0; i < values.count; i++) {
      if (!Double.isFinite(values.at(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the first element that is NaN or plus infinity. Minus infinity is allowed: models mask
   * with it.
   */
  public static Optional<String> in(Tensor answer) {
    return fit(answer) ? Optional.empty() : first(answer);
  }

  /** Whether no element is NaN or plus infinity: each is less than plus infinity. */
  private static boolean fit(Tensor answer) {
    // Without an exit the loop takes a third of the time, and nearly all answers are fit.
    boolean fit = true;
    switch (answer.type()) {
      case FP32 -> {
        var floats = answer.data().asFloatBuffer();
        for (int i = 0; i < floats.limit(); i++) {
          fit &= floats.get(i) < Float.POSITIVE_INFINITY;
        }
      }
      case FP64 -> {
        var doubles = answer.data().asDoubleBuffer();
        for (int i = 0; i < doubles.limit(); i++) {
          fit &= doubles.get(i) < Double.POSITIVE_INFINITY;
        }
      }
      case FP16, BF16 -> fit = first(answer).isEmpty();
      default -> {
        // Elements of other types are always finite.
      }
    }
    return fit;
  }

  private static Optional<String> first(Tensor answer) {
    var values = new Values(answer);
    for (int i = 0; i < values.count; i++) {
      if (unfit(values.at(i))) {
        return Optional.of(Double.toString(values.at(i)));
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the first element that is NaN or plus infinity where another answer's element is
   * neither; if the two differ in type or shape, only if the other answer has no such element at
   * all.
   */
  public static Optional<String> in(Tensor answer, Tensor other) {
    if (answer.type() != other.type() || !answer.shape().equals(other.shape())) {
      return in(other).isPresent() ? Optional.empty() : in(answer);
    }
    var values = new Values(answer);
    var others = new Values(other);
    for (int i = 0; i < values.count; i++) {
      if (unfit(values.at(i)) && !unfit(others.at(i))) {
        return Optional.of(Double.toString(values.at(i)));
      }
    }
    return Optional.empty();
  }

  private static boolean unfit(double value) {
    return Double.isNaN(value) || value == Double.POSITIVE_INFINITY;
  }

  /** The elements of a floating-point tensor; none of any other type. */
  private static final class Values {
    private final DataType type;
    private final ByteBuffer data;
    private final int count;

    Values(Tensor tensor) {
      type = tensor.type();
      data = tensor.data();
      count = switch (type) {
        case FP16, BF16, FP32, FP64 -> tensor.bytes() / type.bytes();
        default -> 0;
      };
    }

    double at(int index) {
      return switch (type) {
        case FP16 -> special(data.getShort(index * Short.BYTES), HALF_EXPONENT);
        case BF16 -> special(data.getShort(index * Short.BYTES), BRAIN_EXPONENT);
        case FP32 -> data.getFloat(index * Float.BYTES);
        default -> data.getDouble(index * Double.BYTES);
      };
    }
  }

  /** Returns NaN or infinity if a 16-bit float with this exponent mask is that, else 0. */
  private static double special(short bits, int exponent) {
    if ((bits & exponent) != exponent) {
      return 0;
    }
    if ((bits & 0x7fff) != exponent) {
      return Double.NaN;
    }
    return bits < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }
}
