package dev.serin.rpc.oip;

import com.google.protobuf.ByteString;
import dev.serin.inference.InferTensorContents;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Tensors in the protocol's two forms, made and read with protobuf's own classes. */
public final class WireTensors {
  private WireTensors() {}

  /** Whether elements of a type have a typed field. */
  public static boolean hasField(DataType type) {
    return type != DataType.FP16 && type != DataType.BF16;
  }

  /** The name of a type. */
  public static String datatype(DataType type) {
    return type == DataType.STRING ? "BYTES" : type.name();
  }

  /** Returns raw elements. */
  public static ByteString raw(Tensor tensor) {
    return ByteString.copyFrom(tensor.data());
  }

  /** Returns typed elements. */
  public static InferTensorContents contents(Tensor tensor) {
    var contents = InferTensorContents.newBuilder();
    if (tensor.type() == DataType.STRING) {
      tensor.strings().forEach(one -> contents.addBytesContents(ByteString.copyFromUtf8(one)));
      return contents.build();
    }
    var data = tensor.data();
    while (data.hasRemaining()) {
      switch (tensor.type()) {
        case BOOL -> contents.addBoolContents(data.get() != 0);
        case INT8 -> contents.addIntContents(data.get());
        case INT16 -> contents.addIntContents(data.getShort());
        case INT32 -> contents.addIntContents(data.getInt());
        case INT64 -> contents.addInt64Contents(data.getLong());
        case UINT8 -> contents.addUintContents(Byte.toUnsignedInt(data.get()));
        case UINT16 -> contents.addUintContents(Short.toUnsignedInt(data.getShort()));
        case UINT32 -> contents.addUintContents(data.getInt());
        case UINT64 -> contents.addUint64Contents(data.getLong());
        case FP32 -> contents.addFp32Contents(data.getFloat());
        case FP64 -> contents.addFp64Contents(data.getDouble());
        case FP16, BF16, STRING -> throw new AssertionError(tensor.type());
      }
    }
    return contents.build();
  }

  /** Returns the tensor of raw elements. */
  public static Tensor tensor(String datatype, List<Long> shape, ByteString raw) {
    return Tensor.of(Datatypes.type(datatype), Shape.of(shape), ByteBuffer.wrap(raw.toByteArray()));
  }

  /** Returns the tensor of typed elements; integers are cut to the size of the type. */
  public static Tensor tensor(String datatype, List<Long> shape, InferTensorContents from) {
    var type = Datatypes.type(datatype);
    var bytes = new ByteArrayOutputStream();
    switch (type) {
      case BOOL -> from.getBoolContentsList().forEach(one -> put(bytes, one ? 1 : 0, 1));
      case INT8, INT16, INT32 ->
        from.getIntContentsList().forEach(one -> put(bytes, one, type.bytes()));
      case INT64 -> from.getInt64ContentsList().forEach(one -> put(bytes, one, Long.BYTES));
      case UINT8, UINT16, UINT32 ->
        from.getUintContentsList().forEach(one -> put(bytes, one, type.bytes()));
      case UINT64 -> from.getUint64ContentsList().forEach(one -> put(bytes, one, Long.BYTES));
      case FP32 ->
        from.getFp32ContentsList()
            .forEach(one -> put(bytes, Float.floatToRawIntBits(one), Float.BYTES));
      case FP64 ->
        from.getFp64ContentsList()
            .forEach(one -> put(bytes, Double.doubleToRawLongBits(one), Double.BYTES));
      case STRING ->
        from.getBytesContentsList().forEach(one -> {
          put(bytes, one.size(), Integer.BYTES);
          bytes.writeBytes(one.toByteArray());
        });
      case FP16, BF16 -> throw new AssertionError(type);
    }
    return Tensor.of(type, Shape.of(shape), ByteBuffer.wrap(bytes.toByteArray()));
  }

  /** Appends the low bytes of a number. */
  private static void put(ByteArrayOutputStream bytes, long number, int count) {
    var all = ByteBuffer.allocate(Long.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(number)
        .array();
    bytes.write(all, 0, count);
  }
}
