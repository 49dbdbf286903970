package dev.serin.rpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.serin.tensor.Utf8;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * Reads the fields of one protobuf message in order without building objects: long values are views
 * of the message's bytes. Unknown fields are skipped, at most {@link #MAX_UNKNOWN} of them; groups,
 * which no current message has, are refused.
 *
 * <p>Each method throws {@link UnreadableException} where the bytes are not such a message.
 * Confined to one thread.
 */
public final class FieldReader {
  /** The most unknown fields of a message, as a later release may send. */
  static final int MAX_UNKNOWN = 64;

  /** The most fields of a message; a repeated field counts each time. */
  static final int MAX_FIELDS = 2 * Entries.MOST + 2 * MAX_UNKNOWN;

  /** The longest tensor name in bytes. */
  public static final int MAX_NAME_BYTES = 64 << 10;

  private final ByteBuffer message;
  private final CodedInputStream in;
  private final int most;
  private int tag;
  private int count;
  private int unknown;
  /** The start of the last field of bytes. */
  private int start;

  /** Reads the remaining bytes of an array-backed buffer. */
  public FieldReader(ByteBuffer message) {
    this(message, MAX_FIELDS);
  }

  /** Reads a message of at most {@code most} fields. */
  FieldReader(ByteBuffer message, int most) {
    this.most = most;
    this.message = message.slice();
    in = CodedInputStream.newInstance(
        message.array(), message.arrayOffset() + message.position(), message.remaining());
  }

  /** Advances to the next field and returns its number; 0 at the end. */
  public int next() {
    try {
      tag = in.readTag();
      count++;
      if (count > most) {
        throw StatusTable.invalid(
            "fields: more than " + most + " (expected: at most " + most + ")");
      }
      return WireFormat.getTagFieldNumber(tag);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Reads an integer, a bool or an enum. */
  public long varint() {
    expect(WireFormat.WIRETYPE_VARINT);
    return rawVarint();
  }

  /** Returns a view of a string, bytes or nested message. */
  public ByteBuffer bytes() {
    int length = length();
    return message.slice(start, length);
  }

  /** Skips what {@link #bytes} would return, and returns its length. */
  int length() {
    expect(WireFormat.WIRETYPE_LENGTH_DELIMITED);
    try {
      int length = in.readRawVarint32();
      start = in.getTotalBytesRead();
      if (length < 0 || length > message.capacity() - start) {
        throw new UnreadableException("truncated field");
      }
      in.skipRawBytes(length);
      return length;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Copies this many bytes of the last field of bytes. */
  void copy(int length, ByteBuffer target) {
    target.put(message.array(), message.arrayOffset() + start, length);
  }

  /** Whether the field holds packed numbers. */
  boolean packed() {
    return WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  /** Reads the integers of a packed field in place. */
  void packedVarints(LongConsumer target) {
    expect(WireFormat.WIRETYPE_LENGTH_DELIMITED);
    try {
      int length = in.readRawVarint32();
      if (length < 0 || length > message.capacity() - in.getTotalBytesRead()) {
        throw new UnreadableException("truncated field");
      }
      int before = in.pushLimit(length);
      while (in.getBytesUntilLimit() > 0) {
        target.accept(in.readRawVarint64());
      }
      in.popLimit(before);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Skips an unknown field. */
  public void skip() {
    int type = WireFormat.getTagWireType(tag);
    if (type == WireFormat.WIRETYPE_START_GROUP || type == WireFormat.WIRETYPE_END_GROUP) {
      throw new UnreadableException("group (expected: none)");
    }
    unknown++;
    if (unknown > MAX_UNKNOWN) {
      throw StatusTable.invalid(
          "unknown fields: more than " + MAX_UNKNOWN + " (expected: at most " + MAX_UNKNOWN + ")");
    }
    try {
      in.skipField(tag);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Reads the bits of a float, in its low half, or of a double. */
  long fixed(int size) {
    expect(size == Integer.BYTES ? WireFormat.WIRETYPE_FIXED32 : WireFormat.WIRETYPE_FIXED64);
    try {
      return size == Integer.BYTES ? in.readRawLittleEndian32() : in.readRawLittleEndian64();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Whether all bytes are read; for packed numbers. */
  boolean atEnd() {
    try {
      return in.isAtEnd();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Reads an integer without a tag. */
  long rawVarint() {
    try {
      return in.readRawVarint64();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Returns a string.
   *
   * @param what its name in messages
   * @param most the most bytes it may have
   */
  public static String text(String what, ByteBuffer bytes, int most) {
    int length = bytes.remaining();
    if (length > most) {
      throw StatusTable.invalid(what + ": " + length + " bytes (expected: at most " + most + ")");
    }
    checkText(what, bytes);
    return new String(
        bytes.array(), bytes.arrayOffset() + bytes.position(), length, StandardCharsets.UTF_8);
  }

  /** Throws unless the bytes are a string. */
  public static void checkText(String what, ByteBuffer bytes) {
    if (!Utf8.valid(bytes, bytes.position(), bytes.remaining())) {
      throw new UnreadableException(what + ": not UTF-8");
    }
  }

  private void expect(int type) {
    if (WireFormat.getTagWireType(tag) != type) {
      throw new UnreadableException("unexpected wire type");
    }
  }

  private static UnreadableException unreadable(IOException e) {
    return new UnreadableException(String.valueOf(e.getMessage()));
  }
}
