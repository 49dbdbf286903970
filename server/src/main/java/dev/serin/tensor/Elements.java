package dev.serin.tensor;

import java.nio.ByteBuffer;

/** The elements of a numeric tensor as Java numbers. */
public final class Elements {
  private final DataType type;
  private final ByteBuffer data;

  public Elements(Tensor tensor) {
    this.type = tensor.type();
    this.data = tensor.data();
  }

  public static boolean real(DataType type) {
    return switch (type) {
      case FP16, BF16, FP32, FP64 -> true;
      default -> false;
    };
  }

  public static boolean whole(DataType type) {
    return type != DataType.STRING && !real(type);
  }

  /** Returns the element as the nearest float; the tensor's type must be floating-point. */
  public float real(int index) {
    return switch (type) {
      case FP16 -> half(data.getShort(index * Short.BYTES));
      case BF16 -> Float.intBitsToFloat(data.getShort(index * Short.BYTES) << 16);
      case FP32 -> data.getFloat(index * Float.BYTES);
      case FP64 -> (float) data.getDouble(index * Double.BYTES);
      default -> throw new IllegalStateException("type: " + type + " (expected: floating-point)");
    };
  }

  /** Fills an array with elements from an index on, each as {@link #real} returns it. */
  public void reals(int from, float[] into) {
    if (type == DataType.FP32) {
      data.slice(from * Float.BYTES, into.length * Float.BYTES)
          .order(data.order())
          .asFloatBuffer()
          .get(into);
      return;
    }
    for (int i = 0; i < into.length; i++) {
      into[i] = real(from + i);
    }
  }

  /**
   * Returns the element; the tensor's type must be an integer one. A UINT64 above 2^63 - 1 is
   * negative.
   */
  public long whole(int index) {
    return switch (type) {
      case BOOL, INT8 -> data.get(index);
      case UINT8 -> Byte.toUnsignedLong(data.get(index));
      case INT16 -> data.getShort(index * Short.BYTES);
      case UINT16 -> Short.toUnsignedLong(data.getShort(index * Short.BYTES));
      case INT32 -> data.getInt(index * Integer.BYTES);
      case UINT32 -> Integer.toUnsignedLong(data.getInt(index * Integer.BYTES));
      case INT64, UINT64 -> data.getLong(index * Long.BYTES);
      default -> throw new IllegalStateException("type: " + type + " (expected: integer)");
    };
  }

  /** IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
  private static float half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float size;
    if (exponent == 0x1f) {
      size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      size = Math.scalb((float) fraction, -24);
    } else {
      size = Math.scalb((float) (fraction | 0x400), exponent - 25);
    }
    return bits < 0 ? -size : size;
  }
}
