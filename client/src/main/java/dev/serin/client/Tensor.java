package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A named array of elements of one type: an input or output of a model.
 *
 * <p>The elements are raw bytes: row-major, little-endian, without padding. A BOOL takes one byte,
 * 0 or 1. A STRING takes its length in bytes (4 bytes) and then its text in UTF-8. The bytes always
 * fit the shape.
 *
 * <p>Thread-safe as long as the buffer it was made from does not change.
 *
 * @param name its name in the model's signature
 * @param shape the sizes of its dimensions, outermost first; none for a scalar
 * @param raw the bytes of all elements; the tensor uses the buffer's remaining bytes without a copy
 */
public record Tensor(String name, Datatype datatype, List<Long> shape, ByteBuffer raw) {

  /** Throws {@link IllegalArgumentException} if the bytes do not fit the shape. */
  public Tensor {
    requireNonNull(name, "name");
    requireNonNull(datatype, "datatype");
    shape = List.copyOf(shape);
    raw = raw.slice().asReadOnlyBuffer();
    long elements = elements(name, shape);
    int bytes = raw.remaining();
    boolean fits = datatype == Datatype.STRING
        ? countStrings(name, littleEndian(raw)) == elements
        : bytes % datatype.bytes() == 0 && bytes / datatype.bytes() == elements;
    if (!fits) {
      throw new IllegalArgumentException(name + ": " + bytes + " bytes for " + datatype + " "
          + shape + " (expected: " + elements + " elements"
          + (datatype == Datatype.STRING ? "" : " of " + datatype.bytes() + " bytes") + ")");
    }
  }

  /** Returns the shape of these sizes, outermost first; without any, that of a scalar. */
  public static List<Long> shapeOf(long... sizes) {
    return Arrays.stream(sizes).boxed().toList();
  }

  /** Returns a BOOL tensor of these values. */
  public static Tensor bools(String name, List<Long> shape, boolean... values) {
    var data = ByteBuffer.allocate(values.length);
    for (boolean value : values) {
      data.put((byte) (value ? 1 : 0));
    }
    return new Tensor(name, Datatype.BOOL, shape, data.flip());
  }

  /** Returns an INT32 tensor of these values. */
  public static Tensor int32(String name, List<Long> shape, int... values) {
    return integers(
        Datatype.INT32, name, shape, Arrays.stream(values).asLongStream().toArray());
  }

  /** Returns an INT64 tensor of these values. */
  public static Tensor int64(String name, List<Long> shape, long... values) {
    return integers(Datatype.INT64, name, shape, values);
  }

  /**
   * Returns a tensor of whole numbers of any size. A UINT64 above {@link Long#MAX_VALUE} is given
   * as the negative number of the same bits.
   *
   * <p>Throws {@link IllegalArgumentException} if a value is outside the type's range.
   */
  public static Tensor integers(Datatype datatype, String name, List<Long> shape, long... values) {
    var data = allocate(datatype, values.length);
    for (long value : values) {
      Elements.putInteger(data, datatype, name, value);
    }
    return new Tensor(name, datatype, shape, data.flip());
  }

  /** Returns an FP32 tensor of these values. */
  public static Tensor fp32(String name, List<Long> shape, float... values) {
    return floats(Datatype.FP32, name, shape, values);
  }

  /** Returns a tensor of FP32, FP16 or BF16; the last two are rounded to the nearest. */
  public static Tensor floats(Datatype datatype, String name, List<Long> shape, float... values) {
    var data = allocate(datatype, values.length);
    for (float value : values) {
      Elements.putFloat(data, datatype, name, value);
    }
    return new Tensor(name, datatype, shape, data.flip());
  }

  /** Returns an FP64 tensor of these values. */
  public static Tensor fp64(String name, List<Long> shape, double... values) {
    var data = allocate(Datatype.FP64, values.length);
    data.asDoubleBuffer().put(values);
    return new Tensor(name, Datatype.FP64, shape, data);
  }

  /** Returns a STRING tensor of these values. */
  public static Tensor strings(String name, List<Long> shape, List<String> values) {
    var encoded = values.stream().map(Utf8::encode).toList();
    int size =
        encoded.stream().mapToInt(text -> Integer.BYTES + text.length).reduce(0, Math::addExact);
    var data = littleEndian(ByteBuffer.allocate(size));
    encoded.forEach(text -> data.putInt(text.length).put(text));
    return new Tensor(name, Datatype.STRING, shape, data.flip());
  }

  /** The bytes of all elements, as a read-only little-endian view with its own position. */
  @Override
  public ByteBuffer raw() {
    return littleEndian(raw.duplicate());
  }

  /** The number of elements. */
  public long elements() {
    return elements(name, shape);
  }

  /** The elements of a BOOL tensor in row-major order. */
  public boolean[] bools() {
    expect(datatype == Datatype.BOOL, "BOOL");
    var bools = new boolean[raw.remaining()];
    for (int i = 0; i < bools.length; i++) {
      bools[i] = raw.get(i) != 0;
    }
    return bools;
  }

  /** The elements of a tensor of whole numbers; UINT64 as the long of the same bits. */
  public long[] longs() {
    expect(datatype.isInteger(), "whole numbers");
    var data = raw();
    var longs = new long[raw.remaining() / datatype.bytes()];
    Arrays.setAll(longs, i -> Elements.getInteger(data, datatype));
    return longs;
  }

  /** The elements of an FP32, FP16 or BF16 tensor. */
  public float[] floats() {
    expect(datatype.isReal() && datatype != Datatype.FP64, "FP32, FP16 or BF16");
    var data = raw();
    var floats = new float[raw.remaining() / datatype.bytes()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) Elements.getReal(data, datatype);
    }
    return floats;
  }

  /** The elements of an FP64, FP32, FP16 or BF16 tensor; every one of them exactly. */
  public double[] doubles() {
    expect(datatype.isReal(), "FP64, FP32, FP16 or BF16");
    var data = raw();
    var doubles = new double[raw.remaining() / datatype.bytes()];
    Arrays.setAll(doubles, i -> Elements.getReal(data, datatype));
    return doubles;
  }

  /** The elements of a STRING tensor. */
  public List<String> strings() {
    expect(datatype == Datatype.STRING, "STRING");
    var strings = new ArrayList<String>();
    var rest = raw();
    while (rest.hasRemaining()) {
      var text = new byte[rest.getInt()];
      rest.get(text);
      strings.add(new String(text, StandardCharsets.UTF_8));
    }
    return List.copyOf(strings);
  }

  /** The tensor without its elements, as in {@code input FP32 [1, 64]}. */
  @Override
  public String toString() {
    return name + " " + datatype + " " + shape;
  }

  private void expect(boolean holds, String expected) {
    if (!holds) {
      throw new IllegalStateException(name + ": " + datatype + " (expected: " + expected + ")");
    }
  }

  private static ByteBuffer allocate(Datatype datatype, int elements) {
    return littleEndian(ByteBuffer.allocate(Math.multiplyExact(elements, datatype.bytes())));
  }

  private static ByteBuffer littleEndian(ByteBuffer data) {
    return data.order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long elements(String name, List<Long> shape) {
    long product = 1;
    for (long size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException(
            name + ": shape " + shape + " (expected: no negative size)");
      }
      try {
        product = Math.multiplyExact(product, size);
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(
            name + ": shape " + shape + " (expected: fewer than 2^63 elements)", e);
      }
    }
    return product;
  }

  private static long countStrings(String name, ByteBuffer rest) {
    long count = 0;
    for (; rest.hasRemaining(); count++) {
      int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
      if (length < 0 || length > rest.remaining()) {
        throw new IllegalArgumentException(name + ": STRING truncated at byte " + rest.position()
            + " (expected: 4 bytes of length, then the text)");
      }
      rest.position(rest.position() + length);
    }
    rest.rewind();
    return count;
  }
}
