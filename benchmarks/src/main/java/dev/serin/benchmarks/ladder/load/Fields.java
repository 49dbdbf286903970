package dev.serin.benchmarks.ladder.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Fields of protobuf messages, written and found without classes for the messages. */
final class Fields {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private Fields() {}

  /** Returns a field of text. */
  static byte[] text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a field of bytes, or of a message. */
  static byte[] bytes(int field, byte[]... parts) {
    var value = join(parts);
    return join(varint((long) field << 3 | BYTES), varint(value.length), value);
  }

  /** Returns a packed field of whole numbers. */
  static byte[] numbers(int field, List<Long> values) {
    return bytes(field, values.stream().map(Fields::varint).toArray(byte[][]::new));
  }

  /** Returns the parts one after the other. */
  static byte[] join(byte[]... parts) {
    int length = 0;
    for (var part : parts) {
      length += part.length;
    }
    var joined = ByteBuffer.allocate(length);
    for (var part : parts) {
      joined.put(part);
    }
    return joined.array();
  }

  private static byte[] varint(long value) {
    var bytes = ByteBuffer.allocate(10);
    long left = value;
    for (; (left & ~0x7f) != 0; left >>>= 7) {
      bytes.put((byte) (left | 0x80));
    }
    bytes.put((byte) left);
    return java.util.Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** Returns the first field of bytes with this number, or an empty buffer if there is none. */
  static ByteBuffer find(ByteBuffer message, int field) {
    var left = message.duplicate();
    while (left.hasRemaining()) {
      long tag = readVarint(left);
      int length = switch ((int) tag & 7) {
        case VARINT -> {
          readVarint(left);
          yield 0;
        }
        case FIXED64 -> Long.BYTES;
        case FIXED32 -> Integer.BYTES;
        case BYTES -> (int) readVarint(left);
        default -> throw new IllegalStateException("reply: not a protobuf message");
      };
      if (tag == ((long) field << 3 | BYTES)) {
        return left.slice(left.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      }
      left.position(left.position() + length);
    }
    return left.order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long readVarint(ByteBuffer from) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = from.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
