package dev.serin.rpc;

import static com.google.protobuf.CodedOutputStream.computeByteArraySize;
import static com.google.protobuf.CodedOutputStream.computeInt64Size;
import static com.google.protobuf.CodedOutputStream.computeInt64SizeNoTag;
import static com.google.protobuf.CodedOutputStream.computeTagSize;
import static com.google.protobuf.CodedOutputStream.computeUInt32SizeNoTag;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.serin.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The sizes and the bytes of protobuf fields that are written by hand. Empty texts, the number 0
 * and the shape of a scalar are left out, as protobuf does.
 */
public final class FieldWriter {
  private FieldWriter() {}

  /** Returns the size of a string or bytes. */
  public static int size(int field, byte[] text) {
    return text.length == 0 ? 0 : computeByteArraySize(field, text);
  }

  /** Returns the size of an integer. */
  public static int size(int field, long number) {
    return number == 0 ? 0 : computeInt64Size(field, number);
  }

  /** Returns the size of a packed shape. */
  public static int size(int field, Shape shape) {
    return shape.rank() == 0 ? 0 : nestedSize(field, sizeOf(shape));
  }

  /** Returns the size of a field of this many bytes, which may be none, with its tag. */
  public static int nestedSize(int field, int length) {
    return Math.addExact(computeTagSize(field) + computeUInt32SizeNoTag(length), length);
  }

  private static int sizeOf(Shape shape) {
    int bytes = 0;
    for (int i = 0; i < shape.rank(); i++) {
      bytes += computeInt64SizeNoTag(shape.size(i));
    }
    return bytes;
  }

  /** Writes a string or bytes. */
  public static void write(int field, byte[] text, CodedOutputStream out) throws IOException {
    if (text.length > 0) {
      out.writeByteArray(field, text);
    }
  }

  /** Writes an integer. */
  public static void write(int field, long number, CodedOutputStream out) throws IOException {
    if (number != 0) {
      out.writeInt64(field, number);
    }
  }

  /** Writes a packed shape. */
  public static void write(int field, Shape shape, CodedOutputStream out) throws IOException {
    if (shape.rank() == 0) {
      return;
    }
    begin(field, sizeOf(shape), out);
    for (int i = 0; i < shape.rank(); i++) {
      out.writeInt64NoTag(shape.size(i));
    }
  }

  /** Writes all bytes of a buffer, whatever its position, even if there are none. */
  public static void write(int field, ByteBuffer bytes, CodedOutputStream out) throws IOException {
    begin(field, bytes.capacity(), out);
    out.writeRawBytes(bytes);
  }

  /** Begins a field whose bytes are written next. */
  public static void begin(int field, int length, CodedOutputStream out) throws IOException {
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(length);
  }
}
