package dev.serin.rpc;

import dev.serin.tensor.DataType;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Tensor;
import dev.serin.v1.Tensor.ElementsCase;
import java.nio.ByteBuffer;
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
  private String name = "";
  private int datatype;
  private final Dimensions dimensions = new Dimensions();
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
    try {
      dimensions.read(fields);
    } catch (InvalidTensorException e) {
      throw new InvalidTensorException(name + ": " + e.getMessage());
    }
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
      var shape = dimensions.shape();
      var bytes = elements == null ? ByteBuffer.allocate(0) : elements;
      var tensor = field == ElementsCase.RAW
          ? Tensor.of(type, shape, bytes)
          : TypedElements.read(type, shape, new TypedElements.Field(field, bytes), room);
      if (type == DataType.STRING) {
        room.accept(TextRoom.of(tensor));
      }
      return tensor;
    } catch (InvalidTensorException e) {
      throw new InvalidTensorException(name + ": " + e.getMessage());
    }
  }
}
