package dev.serin.rpc.oip;

import dev.serin.inference.ModelInferRequest.InferInputTensor;
import dev.serin.rpc.Dimensions;
import dev.serin.rpc.ElementReader;
import dev.serin.rpc.FieldReader;
import dev.serin.rpc.StatusTable;
import dev.serin.rpc.TextRoom;
import dev.serin.tensor.DataType;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a received {@code inference.ModelInferRequest.InferInputTensor}.
 *
 * @param contents its typed elements; null if they are elsewhere
 */
record Input(
    String name,
    String datatype,
    Dimensions dimensions,
    @Nullable ByteBuffer contents) {
  /** The longest name of a datatype, and some more. */
  private static final int MAX_DATATYPE_BYTES = 64;

  static Input read(ByteBuffer message) {
    var fields = new FieldReader(message);
    var name = "";
    var datatype = "";
    var dimensions = new Dimensions();
    ByteBuffer contents = null;
    for (int number = fields.next(); number != 0; number = fields.next()) {
      switch (number) {
        case InferInputTensor.NAME_FIELD_NUMBER ->
          name = FieldReader.text("input name", fields.bytes(), FieldReader.MAX_NAME_BYTES);
        case InferInputTensor.DATATYPE_FIELD_NUMBER ->
          datatype = FieldReader.text("datatype", fields.bytes(), MAX_DATATYPE_BYTES);
        case InferInputTensor.SHAPE_FIELD_NUMBER -> shape(name, dimensions, fields);
        case InferInputTensor.PARAMETERS_FIELD_NUMBER ->
          SharedMemory.refuse(Parameter.read(fields.bytes()), "input", name);
        case InferInputTensor.CONTENTS_FIELD_NUMBER -> {
          if (contents != null) {
            throw new InvalidTensorException(name + ": contents: 2 (expected: 1)");
          }
          contents = fields.bytes();
        }
        default -> fields.skip();
      }
    }
    return new Input(name, datatype, dimensions, contents);
  }

  private static void shape(String name, Dimensions dimensions, FieldReader fields) {
    try {
      dimensions.read(fields);
    } catch (InvalidTensorException e) {
      throw new InvalidTensorException(name + ": " + e.getMessage());
    }
  }

  /** Returns the tensor of these raw elements. */
  Tensor raw(ByteBuffer elements, String model, LongConsumer room) {
    var type = Datatypes.type(datatype);
    var shape = dimensions.shape();
    if (type != DataType.STRING) {
      checkSize(type, shape, elements.remaining(), model);
    }
    return tensor(type, shape, type == DataType.BOOL ? truths(elements, room) : elements, room);
  }

  /** Returns the elements as bytes of 0 and 1: to clients of Triton any byte but 0 is true. */
  private static ByteBuffer truths(ByteBuffer elements, LongConsumer room) {
    int start = elements.position();
    int count = elements.remaining();
    int other = 0;
    while (other < count && (elements.get(start + other) & ~1) == 0) {
      other++;
    }
    if (other == count) {
      return elements;
    }
    room.accept(count);
    var truths = ByteBuffer.allocate(count);
    for (int i = 0; i < count; i++) {
      truths.put(i, (byte) (elements.get(start + i) == 0 ? 0 : 1));
    }
    return truths;
  }

  /** Returns the tensor of these typed elements. */
  Tensor typed(ByteBuffer elements, String model, LongConsumer room) {
    var type = Datatypes.type(datatype);
    var shape = dimensions.shape();
    var reader = new ElementReader(type, Contents.form(type), elements);
    int count = reader.count();
    if (reader.other() != 0) {
      throw StatusTable.invalid("unexpected explicit tensor data for input tensor '" + name
          + "' for model '" + model + "' of type '" + Contents.typeOf(reader.other())
          + "', expected datatype '" + datatype + "'");
    }
    // Checked before a buffer of that size is allocated.
    if (type != DataType.STRING) {
      checkSize(type, shape, (long) count * type.bytes(), model);
    } else if (count != elements(shape)) {
      throw StatusTable.invalid("expected " + elements(shape) + " string elements for input '"
          + name + "' for model '" + model + "', got " + count);
    }
    return tensor(type, shape, reader.read(count, room), room);
  }

  private static Tensor tensor(DataType type, Shape shape, ByteBuffer elements, LongConsumer room) {
    var tensor = Tensor.of(type, shape, elements);
    if (type == DataType.STRING) {
      room.accept(TextRoom.of(tensor));
    }
    return tensor;
  }

  private void checkSize(DataType type, Shape shape, long size, String model) {
    long expected = elements(shape);
    if (size % type.bytes() != 0 || size / type.bytes() != expected) {
      throw StatusTable.invalid("input byte size mismatch for input '" + name + "' for model '"
          + model + "'. Expected " + bytes(expected, type) + ", got " + size);
    }
  }

  private static String bytes(long elements, DataType type) {
    return elements > Long.MAX_VALUE / type.bytes()
        ? elements + " x " + type.bytes()
        : Long.toString(elements * type.bytes());
  }

  private static long elements(Shape shape) {
    for (int i = 0; i < shape.rank(); i++) {
      if (shape.size(i) == Shape.ANY) {
        throw new InvalidTensorException("shape: " + shape + " (expected: no negative size)");
      }
    }
    return shape.elements();
  }
}
