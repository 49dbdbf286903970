package dev.serin.rpc;

import dev.serin.tensor.DataType;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.v1.Tensor.ElementsCase;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one {@code serin.v1.Tensor} by hand. Elements laid out as in a tensor are views of the
 * message; others are copied once, into as many bytes as the shape says: at most eight for each
 * byte received. Confined to one thread.
 */
final class TensorReader {
  /** The most dimensions of a tensor. */
  static final int MAX_DIMENSIONS = 16;

  /** The memory of a string beyond its bytes while a model runs on it. */
  private static final long STRING_BYTES = 64;

  /**
   * The memory per byte of strings if any of them has a four-byte character: they are loaded as
   * part of a generated model, which copies them several times.
   */
  private static final long FOUR_BYTES_COST = 8;

  private static final int LEAST_OF_FOUR = 0xf0;

  private String name = "";
  private int datatype;
  private long[] sizes = new long[4];
  private int dimensions;
  private ElementsCase field = ElementsCase.ELEMENTS_NOT_SET;
  private @Nullable ByteBuffer elements;

  private final LongConsumer room;

  private TensorReader(LongConsumer room) {
    this.room = room;
  }

  /**
   * Returns the tensors by name. Throws {@link InvalidTensorException} naming the tensor whose
   * elements do not fit its datatype and shape, or that is a duplicate.
   *
   * @param room reserves the bytes of each copy before it is made, or throws if there is no room
   */
  static Map<String, Tensor> read(Iterable<ByteBuffer> messages, LongConsumer room) {
    var tensors = new LinkedHashMap<String, Tensor>();
    for (var message : messages) {
      var reader = new TensorReader(room);
      reader.fields(new FieldReader(message));
      if (tensors.put(reader.name, reader.tensor()) != null) {
        throw new InvalidTensorException(reader.name + ": duplicate");
      }
    }
    return tensors;
  }

  private void fields(FieldReader fields) {
    for (int number = fields.next(); number != 0; number = fields.next()) {
      switch (number) {
        case dev.serin.v1.Tensor.NAME_FIELD_NUMBER ->
          name = FieldReader.text("tensor name", fields.bytes(), FieldReader.MAX_NAME_BYTES);
        case dev.serin.v1.Tensor.DATATYPE_FIELD_NUMBER -> datatype = (int) fields.varint();
        case dev.serin.v1.Tensor.SHAPE_FIELD_NUMBER -> shape(fields);
        default -> elements(number, fields);
      }
    }
  }

  private void shape(FieldReader fields) {
    if (!fields.packed()) {
      add(fields.varint());
      return;
    }
    fields.packedVarints(this::add);
  }

  private void add(long size) {
    if (dimensions == MAX_DIMENSIONS) {
      throw new InvalidTensorException(name + ": more than " + MAX_DIMENSIONS
          + " dimensions (expected: at most " + MAX_DIMENSIONS + ")");
    }
    if (dimensions == sizes.length) {
      sizes = Arrays.copyOf(sizes, MAX_DIMENSIONS);
    }
    sizes[dimensions] = size;
    dimensions++;
  }

  private void elements(int number, FieldReader fields) {
    var found = ElementsCase.forNumber(number);
    if (found == null) {
      fields.skip();
      return;
    }
    if (elements != null) {
      throw new InvalidTensorException(
          name + ": elements in " + field + " and " + found + " (expected: one field)");
    }
    field = found;
    elements = fields.bytes();
  }

  private Tensor tensor() {
    try {
      var type = Datatypes.type(datatype);
      var shape = Shape.of(Arrays.copyOf(sizes, dimensions));
      var bytes = elements == null ? ByteBuffer.allocate(0) : elements;
      var tensor = field == ElementsCase.RAW
          ? Tensor.of(type, shape, bytes)
          : TypedElements.read(type, shape, new TypedElements.Field(field, bytes), room);
      if (type == DataType.STRING) {
        room.accept(textBytes(tensor));
      }
      return tensor;
    } catch (InvalidTensorException e) {
      throw new InvalidTensorException(name + ": " + e.getMessage());
    }
  }

  private static long textBytes(Tensor tensor) {
    long texts = Math.multiplyExact(tensor.shape().elements(), STRING_BYTES);
    return fourBytes(tensor.data()) ? 2 * texts + FOUR_BYTES_COST * tensor.bytes() : texts;
  }

  /**
   * Whether there is a four-byte character; a length that looks like one only raises the charge.
   */
  private static boolean fourBytes(ByteBuffer texts) {
    while (texts.hasRemaining()) {
      if (Byte.toUnsignedInt(texts.get()) >= LEAST_OF_FOUR) {
        return true;
      }
    }
    return false;
  }
}
