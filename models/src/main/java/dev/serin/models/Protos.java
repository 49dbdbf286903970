package dev.serin.models;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The parts of an ONNX graph that Tribuo cannot build. */
public final class Protos {

  private Protos() {}

  /** Returns an operator with one output, which also names it. */
  public static NodeProto.Builder node(String operator, List<String> inputs, String output) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(output)
        .addAllInput(inputs)
        .addOutput(output);
  }

  /** Returns a whole number as an attribute. */
  public static AttributeProto whole(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.INT)
        .setI(value)
        .build();
  }

  /** Returns whole numbers as an attribute. */
  public static AttributeProto wholes(String name, List<Long> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.INTS)
        .addAllInts(values)
        .build();
  }

  /** Returns floats as an attribute. */
  public static AttributeProto reals(String name, List<Float> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.FLOATS)
        .addAllFloats(values)
        .build();
  }

  /** Returns texts as an attribute. */
  public static AttributeProto texts(String name, List<String> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.STRINGS)
        .addAllStrings(values.stream().map(ByteString::copyFromUtf8).toList())
        .build();
  }

  /** Returns the body of a Loop. */
  static AttributeProto body(GraphProto graph) {
    return AttributeProto.newBuilder()
        .setName("body")
        .setType(AttributeType.GRAPH)
        .setG(graph)
        .build();
  }

  /** Returns the declaration of a tensor without dimensions. */
  static ValueInfoProto scalar(String name, DataType type) {
    var tensor = TypeProto.Tensor.newBuilder()
        .setElemType(type.getNumber())
        .setShape(TensorShapeProto.getDefaultInstance());
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /** Returns the declaration of a float tensor of any number of rows of this shape. */
  public static ValueInfoProto rows(String name, List<Long> shape) {
    var dimensions = TensorShapeProto.newBuilder();
    dimensions.addDimBuilder().setDimParam("batch");
    shape.forEach(size -> dimensions.addDimBuilder().setDimValue(size));
    var tensor =
        TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT.getNumber()).setShape(dimensions);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /** Returns an int64 without dimensions as eight bytes of raw data. */
  static TensorProto number(String name, long value) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(DataType.INT64.getNumber())
        .setRawData(ByteString.copyFrom(littleEndian(Long.BYTES).putLong(value).flip()))
        .build();
  }

  /** Returns whole numbers in one dimension. */
  public static TensorProto numbers(String name, List<Long> values) {
    var bytes = littleEndian(values.size() * Long.BYTES);
    values.forEach(bytes::putLong);
    return tensor(name, DataType.INT64, List.of((long) values.size()), bytes);
  }

  /** Returns floats in this shape, given row by row. */
  public static TensorProto floats(String name, List<Long> shape, float[] values) {
    var bytes = littleEndian(values.length * Float.BYTES);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return tensor(name, DataType.FLOAT, shape, bytes);
  }

  private static TensorProto tensor(
      String name, DataType type, List<Long> shape, ByteBuffer filled) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(type.getNumber())
        .addAllDims(shape)
        .setRawData(ByteString.copyFrom(filled.flip()))
        .build();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
