package dev.serin.rpc;

import dev.serin.tensor.DataType;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.v1.Halves;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Reads the elements of a message that holds them in the field of their type, packed in one or more
 * pieces or one by one. Confined to one thread.
 */
public final class ElementReader {
  /**
   * Where such a message has its elements.
   *
   * @param field the field of this type's elements
   * @param numbers the highest of the fields from 1 on that hold numbers
   * @param texts the field that holds strings
   * @param cut whether an integer that does not fit its type is cut to its low bytes, not refused
   */
  public record Form(int field, int numbers, int texts, boolean cut) {
    /** Whether a field holds elements, of whatever type. */
    boolean has(int number) {
      return number <= numbers || number == texts;
    }
  }

  private final DataType type;
  private final Form form;
  private final ByteBuffer message;
  /** The bytes of the elements as a tensor; known once they are counted. */
  private long bytes;

  private int other;

  /** Reads the remaining bytes of an array-backed buffer. */
  public ElementReader(DataType type, Form form, ByteBuffer message) {
    this.type = type;
    this.form = form;
    this.message = message;
  }

  /** Counts the elements without building any; stops at elements of another type. */
  public int count() {
    var fields = new FieldReader(message, Integer.MAX_VALUE);
    int count = 0;
    bytes = 0;
    for (int number = fields.next(); number != 0; number = fields.next()) {
      if (number != form.field()) {
        if (form.has(number) && holdsElements(number, fields)) {
          other = number;
          return 0;
        } else if (!form.has(number)) {
          fields.skip();
        }
      } else if (type == DataType.STRING) {
        bytes += Integer.BYTES + fields.length();
        count++;
      } else if (fields.packed()) {
        count += count(fields.bytes());
      } else {
        one(fields);
        count++;
      }
    }
    if (type != DataType.STRING) {
      bytes = (long) count * type.bytes();
    }
    return count;
  }

  private boolean holdsElements(int number, FieldReader fields) {
    return !fields.packed() || fields.length() > 0 || number == form.texts();
  }

  /** The field of elements of another type that {@link #count} found; 0 if it found none. */
  public int other() {
    return other;
  }

  private int count(ByteBuffer packed) {
    int size = wireSize();
    if (size > 0) {
      if (packed.remaining() % size != 0) {
        throw new UnreadableException("truncated packed numbers");
      }
      return packed.remaining() / size;
    }
    // Only the last byte of each number has its high bit clear.
    int count = 0;
    for (int i = packed.position(); i < packed.limit(); i++) {
      count += packed.get(i) >= 0 ? 1 : 0;
    }
    return count;
  }

  /** Returns the bytes of an element on the wire; 0 if they vary. */
  private int wireSize() {
    return switch (type) {
      case FP16, BF16, FP32 -> Float.BYTES;
      case FP64 -> Double.BYTES;
      default -> 0;
    };
  }

  /** Skips a field without elements of this type. */
  private void pass(int number, FieldReader fields) {
    if (form.has(number)) {
      int unused = fields.length();
    } else {
      fields.skip();
    }
  }

  /**
   * Returns the elements that {@link #count} counted, laid out as in a tensor.
   *
   * @param room reserves the bytes of a copy before it is made, or throws if there is no room
   */
  public ByteBuffer read(int count, LongConsumer room) {
    var pieces = alike() ? pieces() : List.<ByteBuffer>of();
    if (pieces.size() == 1 && pieces.get(0).remaining() == bytes) {
      return pieces.get(0);
    }
    if (bytes > Integer.MAX_VALUE) {
      throw new InvalidTensorException(
          "elements: " + count + " for " + type + " (expected: at most 2 GiB)");
    }
    room.accept(bytes);
    var data = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    try {
      copy(data);
    } catch (BufferOverflowException e) {
      // Of a number of more than ten bytes protobuf reads ten, and the rest as another number.
      throw new UnreadableException("number of more than ten bytes");
    }
    return data.flip();
  }

  private void copy(ByteBuffer data) {
    var fields = new FieldReader(message, Integer.MAX_VALUE);
    for (int number = fields.next(); number != 0; number = fields.next()) {
      if (number != form.field()) {
        pass(number, fields);
      } else if (type == DataType.STRING) {
        int length = fields.length();
        fields.copy(length, data.putInt(length));
      } else if (fields.packed()) {
        packed(fields.bytes(), data);
      } else {
        put(one(fields), data);
      }
    }
  }

  /** Whether packed numbers are laid out as in a tensor. */
  private boolean alike() {
    return type == DataType.FP32 || type == DataType.FP64;
  }

  /** Returns the first two packed pieces; none if there are unpacked numbers too. */
  private List<ByteBuffer> pieces() {
    var pieces = new ArrayList<ByteBuffer>(2);
    var fields = new FieldReader(message, Integer.MAX_VALUE);
    while (pieces.size() < 2 && fields.next() == form.field() && fields.packed()) {
      pieces.add(fields.bytes());
    }
    return pieces;
  }

  private void packed(ByteBuffer piece, ByteBuffer data) {
    if (alike()) {
      data.put(piece);
      return;
    }
    int size = wireSize();
    if (size > 0) {
      var halves = piece.order(ByteOrder.LITTLE_ENDIAN);
      while (halves.hasRemaining()) {
        put(halves.getInt(), data);
      }
      return;
    }
    var numbers = new FieldReader(piece);
    while (!numbers.atEnd()) {
      put(numbers.rawVarint(), data);
    }
  }

  /** Returns the bits of an unpacked number. */
  private long one(FieldReader fields) {
    int size = wireSize();
    return size > 0 ? fields.fixed(size) : fields.varint();
  }

  private void put(long bits, ByteBuffer data) {
    switch (type) {
      case BOOL -> data.put((byte) (bits != 0 ? 1 : 0));
      case INT8, INT16, INT32, INT64 -> putInt(bits, data);
      case UINT8, UINT16, UINT32, UINT64 -> putUInt(bits, data);
      case FP16 -> data.putShort(Halves.toFp16(Float.intBitsToFloat((int) bits)));
      case BF16 -> data.putShort(Halves.toBf16(Float.intBitsToFloat((int) bits)));
      case FP32 -> data.putInt((int) bits);
      case FP64 -> data.putLong(bits);
      case STRING -> throw new AssertionError(type);
    }
  }

  private void putInt(long value, ByteBuffer data) {
    int unused = Long.SIZE - type.bytes() * Byte.SIZE;
    if (!form.cut() && value << unused >> unused != value) {
      throw outOfRange(Long.toString(value));
    }
    putLow(value, data);
  }

  private void putUInt(long value, ByteBuffer data) {
    int unused = Long.SIZE - type.bytes() * Byte.SIZE;
    if (!form.cut() && value << unused >>> unused != value) {
      throw outOfRange(Long.toUnsignedString(value));
    }
    putLow(value, data);
  }

  private InvalidTensorException outOfRange(String value) {
    return new InvalidTensorException(
        "element: " + value + " (expected: a number that fits " + type + ")");
  }

  private void putLow(long value, ByteBuffer data) {
    switch (type.bytes()) {
      case Byte.BYTES -> data.put((byte) value);
      case Short.BYTES -> data.putShort((short) value);
      case Integer.BYTES -> data.putInt((int) value);
      default -> data.putLong(value);
    }
  }
}
