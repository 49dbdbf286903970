package dev.serin.client;

import dev.serin.v1.Halves;
import java.nio.ByteBuffer;

/** Single elements of tensors, written to and read from little-endian buffers. */
final class Elements {
  private Elements() {}

  static void putInteger(ByteBuffer data, Datatype datatype, String name, long value) {
    checkRange(datatype, name, value);
    switch (datatype.bytes()) {
      case 1 -> data.put((byte) value);
      case 2 -> data.putShort((short) value);
      case 4 -> data.putInt((int) value);
      default -> data.putLong(value);
    }
  }

  static long getInteger(ByteBuffer data, Datatype datatype) {
    long value = switch (datatype.bytes()) {
      case 1 -> data.get();
      case 2 -> data.getShort();
      case 4 -> data.getInt();
      default -> data.getLong();
    };
    int unused = Long.SIZE - Byte.SIZE * datatype.bytes();
    return datatype.isUnsigned() ? value << unused >>> unused : value;
  }

  static void putFloat(ByteBuffer data, Datatype datatype, String name, float value) {
    switch (datatype) {
      case FP32 -> data.putFloat(value);
      case FP16 -> data.putShort(Halves.toFp16(value));
      case BF16 -> data.putShort(Halves.toBf16(value));
      default ->
        throw new IllegalArgumentException(
            name + ": " + datatype + " (expected: FP32, FP16 or BF16)");
    }
  }

  static double getReal(ByteBuffer data, Datatype datatype) {
    return switch (datatype) {
      case FP16 -> Halves.fromFp16(data.getShort());
      case BF16 -> Halves.fromBf16(data.getShort());
      case FP32 -> data.getFloat();
      default -> data.getDouble();
    };
  }

  private static void checkRange(Datatype datatype, String name, long value) {
    if (!datatype.isInteger()) {
      throw new IllegalArgumentException(
          name + ": " + datatype + " (expected: a type of whole numbers)");
    }
    if (datatype.bytes() == Long.BYTES) {
      return;
    }
    int bits = Byte.SIZE * datatype.bytes() - (datatype.isSigned() ? 1 : 0);
    long high = (1L << bits) - 1;
    long low = datatype.isSigned() ? -high - 1 : 0;
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + datatype + " from " + low + " to " + high + ")");
    }
  }
}
