package dev.serin.rpc;

import dev.serin.tensor.DataType;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.v1.Halves;
import dev.serin.v1.Tensor.Bools;
import dev.serin.v1.Tensor.Doubles;
import dev.serin.v1.Tensor.ElementsCase;
import dev.serin.v1.Tensor.Floats;
import dev.serin.v1.Tensor.Ints;
import dev.serin.v1.Tensor.Strings;
import dev.serin.v1.Tensor.UInts;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/** The typed fields of a tensor message, for people and for callers without a byte buffer. */
final class TypedElements {
  /** Each typed field is a message whose field 1 holds the elements. */
  private static final ElementReader.Form VALUES =
      new ElementReader.Form(1, 1, 1, /* cut= */ false);

  private TypedElements() {}

  /** A received field, and the message in it. */
  record Field(ElementsCase which, ByteBuffer message) {}

  /** Returns the tensor whose elements are in this field; reserves room for a copy. */
  static Tensor read(DataType type, Shape shape, Field elements, LongConsumer room) {
    var came = elements.which();
    var expected = field(type);
    if (came != expected && came != ElementsCase.ELEMENTS_NOT_SET) {
      throw new InvalidTensorException(
          "elements in " + came + " for " + type + " (expected: RAW or " + expected + ")");
    }
    var numbers = new ElementReader(type, VALUES, elements.message());
    int count = numbers.count();
    // Checked before a buffer of that size is allocated.
    if (count != shape.elements()) {
      throw new InvalidTensorException(
          count + " elements for " + type + " " + shape + " (expected: " + shape.elements() + ")");
    }
    return Tensor.of(type, shape, numbers.read(count, room));
  }

  static void write(Tensor tensor, dev.serin.v1.Tensor.Builder message) {
    var data = tensor.data();
    switch (field(tensor.type())) {
      case BOOLS -> message.setBools(bools(data));
      case INTS -> message.setInts(ints(tensor.type(), data));
      case UINTS -> message.setUints(uints(tensor.type(), data));
      case FLOATS -> message.setFloats(floats(tensor.type(), data));
      case DOUBLES -> message.setDoubles(doubles(data));
      case STRINGS -> message.setStrings(Strings.newBuilder().addAllValues(tensor.strings()));
      case RAW, ELEMENTS_NOT_SET -> throw new AssertionError(tensor.type());
    }
  }

  private static ElementsCase field(DataType type) {
    return switch (type) {
      case BOOL -> ElementsCase.BOOLS;
      case INT8, INT16, INT32, INT64 -> ElementsCase.INTS;
      case UINT8, UINT16, UINT32, UINT64 -> ElementsCase.UINTS;
      case FP16, BF16, FP32 -> ElementsCase.FLOATS;
      case FP64 -> ElementsCase.DOUBLES;
      case STRING -> ElementsCase.STRINGS;
    };
  }

  private static Bools bools(ByteBuffer data) {
    var values = Bools.newBuilder();
    while (data.hasRemaining()) {
      values.addValues(data.get() != 0);
    }
    return values.build();
  }

  private static Ints ints(DataType type, ByteBuffer data) {
    var values = Ints.newBuilder();
    while (data.hasRemaining()) {
      values.addValues(
          switch (type.bytes()) {
            case Byte.BYTES -> data.get();
            case Short.BYTES -> data.getShort();
            case Integer.BYTES -> data.getInt();
            default -> data.getLong();
          });
    }
    return values.build();
  }

  private static UInts uints(DataType type, ByteBuffer data) {
    var values = UInts.newBuilder();
    while (data.hasRemaining()) {
      values.addValues(
          switch (type.bytes()) {
            case Byte.BYTES -> Byte.toUnsignedLong(data.get());
            case Short.BYTES -> Short.toUnsignedLong(data.getShort());
            case Integer.BYTES -> Integer.toUnsignedLong(data.getInt());
            default -> data.getLong();
          });
    }
    return values.build();
  }

  private static Floats floats(DataType type, ByteBuffer data) {
    var values = Floats.newBuilder();
    while (data.hasRemaining()) {
      values.addValues(
          switch (type) {
            case FP16 -> Halves.fromFp16(data.getShort());
            case BF16 -> Halves.fromBf16(data.getShort());
            default -> data.getFloat();
          });
    }
    return values.build();
  }

  private static Doubles doubles(ByteBuffer data) {
    var values = Doubles.newBuilder();
    while (data.hasRemaining()) {
      values.addValues(data.getDouble());
    }
    return values.build();
  }
}
