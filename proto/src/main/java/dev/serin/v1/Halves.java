package dev.serin.v1;

/**
 * The bits of the two floating-point types of 16 bits, to and from {@code float}: what the typed
 * elements of an FP16 or BF16 tensor stand for.
 */
public final class Halves {
  private static final int SIGN = 0x8000;
  private static final int INFINITY_32 = 0x7f80_0000;

  /** 2<sup>16</sup>, above everything that FP16 can hold, as the bits of a float. */
  private static final int TOO_LARGE = 0x4780_0000;

  /** 2<sup>-14</sup>, the least normal FP16, as the bits of a float. */
  private static final int LEAST_NORMAL = 0x3880_0000;

  /** The difference of the two exponent biases, 127 - 15, where a float has its exponent. */
  private static final int BIAS = 0x3800_0000;

  private Halves() {}

  /** Returns the FP16 nearest to a value, to even on a tie. */
  public static short toFp16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & SIGN;
    int size = bits & ~Integer.MIN_VALUE;
    if (size > INFINITY_32) {
      return (short) (sign | 0x7e00);
    }
    if (size >= TOO_LARGE) {
      return (short) (sign | 0x7c00);
    }
    if (size < LEAST_NORMAL) {
      // The product is exact, so that only one rounding takes place.
      return (short) (sign | (int) Math.rint(Math.abs(value) * 0x1p24));
    }
    int rounded = size + 0xfff + ((size >>> 13) & 1);
    return (short) (sign | ((rounded - BIAS) >>> 13));
  }

  /** Returns the value of an FP16. */
  public static float fromFp16(short half) {
    int size = half & ~SIGN & 0xffff;
    float value = size < 0x400 ? size * 0x1p-24f : Float.intBitsToFloat(widened(size));
    return (half & SIGN) == 0 ? value : -value;
  }

  /** Returns the BF16 nearest to a value, to even on a tie. */
  public static short toBf16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  /** Returns the value of a BF16. */
  public static float fromBf16(short half) {
    return Float.intBitsToFloat(half << 16);
  }

  private static int widened(int size) {
    return (size << 13) + (size >= 0x7c00 ? 2 * BIAS : BIAS);
  }
}
