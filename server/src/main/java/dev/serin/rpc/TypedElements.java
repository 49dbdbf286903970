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
import java.nio.ByteOrder;

/**
 * The typed fields of a tensor message: for people and for callers without a byte buffer at hand.
 */
final class TypedElements {
  private TypedElements() {}

  static Tensor read(DataType type, Shape shape, dev.serin.v1.Tensor message) {
    var expected = field(type);
    var came = message.getElementsCase();
    if (came != expected && came != ElementsCase.ELEMENTS_NOT_SET) {
      throw new InvalidTensorException(
          "elements in " + came + " for " + type + " (expected: RAW or " + expected + ")");
    }
    if (type == DataType.STRING) {
      return Tensor.ofStrings(shape, message.getStrings().getValuesList());
    }
    int count = count(message);
    // Checked before a buffer of that size is made.
    if (count != shape.elements()) {
      throw new InvalidTensorException(
          count + " elements for " + type + " " + shape + " (expected: " + shape.elements() + ")");
    }
    int bytes = Math.multiplyExact(count, type.bytes());
    var data = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      put(type, data, message, i);
    }
    return Tensor.of(type, shape, data.flip());
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

  private static int count(dev.serin.v1.Tensor message) {
    return switch (message.getElementsCase()) {
      case BOOLS -> message.getBools().getValuesCount();
      case INTS -> message.getInts().getValuesCount();
      case UINTS -> message.getUints().getValuesCount();
      case FLOATS -> message.getFloats().getValuesCount();
      case DOUBLES -> message.getDoubles().getValuesCount();
      case STRINGS, RAW, ELEMENTS_NOT_SET -> 0;
    };
  }

  private static void put(DataType type, ByteBuffer data, dev.serin.v1.Tensor message, int index) {
    switch (type) {
      case BOOL -> data.put((byte) (message.getBools().getValues(index) ? 1 : 0));
      case INT8, INT16, INT32, INT64 -> putInt(type, data, message.getInts().getValues(index));
      case UINT8, UINT16, UINT32, UINT64 ->
        putUInt(type, data, message.getUints().getValues(index));
      case FP16 -> data.putShort(Halves.toFp16(message.getFloats().getValues(index)));
      case BF16 -> data.putShort(Halves.toBf16(message.getFloats().getValues(index)));
      case FP32 -> data.putFloat(message.getFloats().getValues(index));
      case FP64 -> data.putDouble(message.getDoubles().getValues(index));
      case STRING -> throw new AssertionError(type);
    }
  }

  private static void putInt(DataType type, ByteBuffer data, long value) {
    int unused = Long.SIZE - type.bytes() * Byte.SIZE;
    if (value << unused >> unused != value) {
      throw outOfRange(type, Long.toString(value));
    }
    putLow(type, data, value);
  }

  private static void putUInt(DataType type, ByteBuffer data, long value) {
    int unused = Long.SIZE - type.bytes() * Byte.SIZE;
    if (value << unused >>> unused != value) {
      throw outOfRange(type, Long.toUnsignedString(value));
    }
    putLow(type, data, value);
  }

  private static InvalidTensorException outOfRange(DataType type, String value) {
    return new InvalidTensorException(
        "element: " + value + " (expected: a number that fits " + type + ")");
  }

  private static void putLow(DataType type, ByteBuffer data, long value) {
    switch (type.bytes()) {
      case Byte.BYTES -> data.put((byte) value);
      case Short.BYTES -> data.putShort((short) value);
      case Integer.BYTES -> data.putInt((int) value);
      default -> data.putLong(value);
    }
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
