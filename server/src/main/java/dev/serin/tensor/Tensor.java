package dev.serin.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * An array of elements of one type: row-major, little-endian, without padding.
 *
 * <p>A BOOL takes one byte, 0 or 1. A STRING takes its length in bytes (4 bytes) and then its text
 * in UTF-8. The number of bytes always fits the shape.
 *
 * <p>Thread-safe as long as the buffer it was made from does not change.
 */
public final class Tensor {
  private final DataType type;
  private final Shape shape;
  private final ByteBuffer data;

  private Tensor(DataType type, Shape shape, ByteBuffer data) {
    this.type = type;
    this.shape = shape;
    this.data = data;
  }

  /**
   * Returns a tensor over the remaining bytes of a buffer, which it does not copy.
   *
   * <p>Throws {@link InvalidTensorException} if a size is not known, the bytes do not fit the
   * shape, a BOOL is neither 0 nor 1, or a STRING is truncated or not UTF-8.
   */
  public static Tensor of(DataType type, Shape shape, ByteBuffer data) {
    for (int i = 0; i < shape.rank(); i++) {
      if (shape.size(i) == Shape.ANY) {
        throw new InvalidTensorException("shape: " + shape + " (expected: no negative size)");
      }
    }
    var tensor = new Tensor(type, shape, data.slice().order(ByteOrder.LITTLE_ENDIAN));
    tensor.checkElements();
    return tensor;
  }

  /** Returns an FP32 tensor of these values. */
  public static Tensor ofFloats(Shape shape, float... values) {
    var data = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    return of(DataType.FP32, shape, data);
  }

  /** Returns a STRING tensor of these values. */
  public static Tensor ofStrings(Shape shape, List<String> values) {
    // Each is encoded twice: keeping millions of encoded texts would take several times their
    // bytes.
    int size = values.stream()
        .mapToInt(value -> Integer.BYTES + utf8(value).length)
        .reduce(0, Math::addExact);
    var data = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    for (var value : values) {
      var bytes = utf8(value);
      data.putInt(bytes.length).put(bytes);
    }
    return of(DataType.STRING, shape, data.flip());
  }

  public DataType type() {
    return type;
  }

  public Shape shape() {
    return shape;
  }

  /** The bytes of all elements, as a read-only little-endian view with its own position. */
  public ByteBuffer data() {
    return data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The bytes of all elements in a writable buffer, which must not be written to: libraries copy a
   * read-only buffer, because its array is hidden from them.
   */
  public ByteBuffer sharedData() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The number of bytes of all elements of all tensors. */
  public static long bytes(Map<String, Tensor> tensors) {
    long bytes = 0;
    for (var tensor : tensors.values()) {
      bytes += tensor.bytes();
    }
    return bytes;
  }

  /** The number of bytes of all elements. */
  public int bytes() {
    return data.capacity();
  }

  /** The elements of a STRING tensor in row-major order. */
  public List<String> strings() {
    if (type != DataType.STRING) {
      throw new IllegalStateException("type: " + type + " (expected: STRING)");
    }
    var strings = new ArrayList<String>(Math.toIntExact(shape.elements()));
    var rest = data();
    var text = new byte[0];
    while (rest.hasRemaining()) {
      int length = rest.getInt();
      if (length > text.length) {
        text = new byte[length];
      }
      rest.get(text, 0, length);
      strings.add(length == 0 ? "" : new String(text, 0, length, StandardCharsets.UTF_8));
    }
    return strings;
  }

  /**
   * Returns the tensors of consecutive rows, over the same bytes.
   *
   * @param rows of each, together as many as this tensor has
   */
  public List<Tensor> split(long... rows) {
    var parts = new ArrayList<Tensor>(rows.length);
    long elementsOfRow = shape.elements() / Math.max(1, shape.rows());
    int from = 0;
    for (long count : rows) {
      int to = type == DataType.STRING
          ? endOfTexts(from, count * elementsOfRow)
          : from + Math.toIntExact(count * elementsOfRow * type.bytes());
      var part = data.slice(from, to - from).order(ByteOrder.LITTLE_ENDIAN);
      parts.add(new Tensor(type, shape.withRows(count), part));
      from = to;
    }
    if (from != bytes()) {
      throw new IllegalArgumentException(
          "rows: " + Arrays.toString(rows) + " (expected: " + shape.rows() + " together)");
    }
    return parts;
  }

  /** Returns this tensor over bytes of its own, which keep nothing else in memory. */
  public Tensor detached() {
    var own = ByteBuffer.allocate(bytes()).put(data()).flip();
    return new Tensor(type, shape, own.order(ByteOrder.LITTLE_ENDIAN));
  }

  private int endOfTexts(int from, long count) {
    int at = from;
    for (long i = 0; i < count; i++) {
      at += Integer.BYTES + data.getInt(at);
    }
    return at;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void checkElements() {
    long expected = shape.elements();
    if (type == DataType.STRING) {
      checkStrings(expected);
      return;
    }
    // A shape of up to 2^63 elements times up to 8 bytes may exceed a long.
    if (bytes() % type.bytes() != 0 || bytes() / type.bytes() != expected) {
      throw new InvalidTensorException(bytes() + " bytes for " + type + " " + shape + " (expected: "
          + expected + " x " + type.bytes() + ")");
    }
    if (type == DataType.BOOL) {
      for (int i = 0; i < bytes(); i++) {
        if ((data.get(i) & ~1) != 0) {
          throw new InvalidTensorException(
              "BOOL: byte " + i + " is " + data.get(i) + " (expected: 0 or 1)");
        }
      }
    }
  }

  private void checkStrings(long expected) {
    long count = 0;
    int at = 0;
    while (at < bytes()) {
      int start = at + Integer.BYTES;
      int length = start > bytes() ? -1 : data.getInt(at);
      if (length < 0 || length > bytes() - start) {
        throw new InvalidTensorException("STRING: truncated at byte "
            + (start > bytes() ? at : start) + " (expected: 4 bytes of length, then the text)");
      }
      at = start + length;
      if (!Utf8.valid(data, start, length)) {
        throw new InvalidTensorException(
            "STRING: not UTF-8 before byte " + at + " (expected: UTF-8)");
      }
      count++;
    }
    if (count != expected) {
      throw new InvalidTensorException(
          count + " elements for STRING " + shape + " (expected: " + expected + ")");
    }
  }
}
