package dev.serin.rpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.serin.tensor.Utf8;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the fields of one protobuf message one after the other, and builds nothing of its own: what
 * is long comes as a view of the message's bytes. Fields that are not known are skipped, but not
 * more than {@link #MAX_UNKNOWN} of them; groups, which no message of today has, are refused.
 *
 * <p>Each method throws {@link UnreadableException} where the bytes are no such message. Confined
 * to one thread.
 */
public final class FieldReader {
  /** How many fields of later releases a message may have. */
  static final int MAX_UNKNOWN = 64;

  /** How many fields a message may have in all: one that comes again counts again. */
  static final int MAX_FIELDS = 2 * Entries.MOST + 2 * MAX_UNKNOWN;

  /** The longest name of a tensor in bytes. */
  public static final int MAX_NAME_BYTES = 64 << 10;

  private final ByteBuffer message;
  private final CodedInputStream in;
  private final int most;
  private int tag;
  private int count;
  private int unknown;
  /** Where the last field of bytes begins. */
  private int start;

  /** Reads the remaining bytes of a buffer with an array; no message needs many fields. */
  public FieldReader(ByteBuffer message) {
    this(message, MAX_FIELDS);
  }

  /** Reads a message of at most that many fields. */
  FieldReader(ByteBuffer message, int most) {
    this.most = most;
    this.message = message.slice();
    in = CodedInputStream.newInstance(
        message.array(), message.arrayOffset() + message.position(), message.remaining());
  }

  /** Goes on to the next field, and returns its number; 0 at the end. */
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

  /** Returns a view of a text, of bytes or of a message within this one. */
  public ByteBuffer bytes() {
    int length = length();
    return message.slice(start, length);
  }

  /** Passes over what {@link #bytes} would return, and returns how long it is. */
  int length() {
    expect(WireFormat.WIRETYPE_LENGTH_DELIMITED);
    try {
      int length = in.readRawVarint32();
      start = in.getTotalBytesRead();
      if (length < 0 || length > message.capacity() - start) {
        throw new UnreadableException("a field is cut");
      }
      in.skipRawBytes(length);
      return length;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Copies as many bytes of the field that was passed over last. */
  void copy(int length, ByteBuffer target) {
    target.put(message.array(), message.arrayOffset() + start, length);
  }

  /** Whether the field holds many numbers in one piece. */
  boolean packed() {
    return WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  /** Skips a field that is not known. */
  public void skip() {
    int type = WireFormat.getTagWireType(tag);
    if (type == WireFormat.WIRETYPE_START_GROUP || type == WireFormat.WIRETYPE_END_GROUP) {
      throw new UnreadableException("a group");
    }
    unknown++;
    if (unknown > MAX_UNKNOWN) {
      throw StatusTable.invalid("fields that are not known: more than " + MAX_UNKNOWN
          + " (expected: at most " + MAX_UNKNOWN + ")");
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

  /** Whether all is read; for bytes that are numbers without tags. */
  boolean atEnd() {
    try {
      return in.isAtEnd();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Reads an integer that has no tag of its own. */
  long rawVarint() {
    try {
      return in.readRawVarint64();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Returns a text.
   *
   * @param what its name, for people
   * @param most how many bytes it may have
   */
  public static String text(String what, ByteBuffer bytes, int most) {
    int length = bytes.remaining();
    if (length > most) {
      throw StatusTable.invalid(what + ": " + length + " bytes (expected: at most " + most + ")");
    }
    if (!Utf8.valid(bytes, bytes.position(), length)) {
      throw new UnreadableException(what + ": not UTF-8");
    }
    return new String(
        bytes.array(), bytes.arrayOffset() + bytes.position(), length, StandardCharsets.UTF_8);
  }

  private void expect(int type) {
    if (WireFormat.getTagWireType(tag) != type) {
      throw new UnreadableException("a field of another type");
    }
  }

  private static UnreadableException unreadable(IOException e) {
    return new UnreadableException(String.valueOf(e.getMessage()));
  }
}
