package dev.serin.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads models and tensors by the field numbers of onnx.proto. */
final class OnnxFiles {
  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_INPUTS = 11;
  private static final int GRAPH_OUTPUTS = 12;
  private static final int VALUE_NAME = 1;
  private static final int VALUE_TYPE = 2;
  private static final int TYPE_TENSOR = 1;
  private static final int ELEMENTS = 1;
  private static final int SEQUENCE_TENSORS = 3;
  private static final int TENSOR_DIMENSIONS = 1;
  private static final int TENSOR_TYPE = 2;
  private static final int TENSOR_FLOATS = 4;
  private static final int TENSOR_INTS = 5;
  private static final int TENSOR_TEXTS = 6;
  private static final int TENSOR_LONGS = 7;
  private static final int TENSOR_RAW = 9;
  private static final int TENSOR_DOUBLES = 10;
  private static final int TENSOR_UNSIGNED = 11;

  private OnnxFiles() {}

  /** Returns the inputs of a ModelProto, those with a default included. */
  static List<Declared> inputs(byte[] model) throws IOException {
    return declared(model, GRAPH_INPUTS);
  }

  /** Returns the outputs of a ModelProto. */
  static List<Declared> outputs(byte[] model) throws IOException {
    return declared(model, GRAPH_OUTPUTS);
  }

  private static List<Declared> declared(byte[] model, int field) throws IOException {
    var graph = parse(last(UnknownFieldSet.parseFrom(model).getField(MODEL_GRAPH)));
    var declared = new ArrayList<Declared>();
    for (var bytes : graph.getField(field).getLengthDelimitedList()) {
      var value = parse(bytes);
      var name = last(value.getField(VALUE_NAME)).toString(UTF_8);
      declared.add(new Declared(name, elements(parse(last(value.getField(VALUE_TYPE))))));
    }
    return declared;
  }

  private static Optional<DataType> elements(UnknownFieldSet type) throws IOException {
    if (!type.hasField(TYPE_TENSOR)) {
      return Optional.empty();
    }
    var tensor = parse(last(type.getField(TYPE_TENSOR)));
    return Optional.of(type(numbers(tensor.getField(ELEMENTS)).get(0)));
  }

  /** Returns the tensors of a SequenceProto. */
  static List<Tensor> sequence(byte[] sequence) throws IOException {
    var tensors = new ArrayList<Tensor>();
    for (var bytes :
        UnknownFieldSet.parseFrom(sequence).getField(SEQUENCE_TENSORS).getLengthDelimitedList()) {
      tensors.add(tensor(bytes.toByteArray()));
    }
    return tensors;
  }

  /** Returns the tensor of a TensorProto. */
  static Tensor tensor(byte[] message) throws IOException {
    var tensor = UnknownFieldSet.parseFrom(message);
    var shape = Shape.of(numbers(tensor.getField(TENSOR_DIMENSIONS)));
    var type = type(numbers(tensor.getField(TENSOR_TYPE)).get(0));
    if (type == DataType.STRING) {
      return Tensor.ofStrings(
          shape,
          tensor.getField(TENSOR_TEXTS).getLengthDelimitedList().stream()
              .map(text -> text.toString(UTF_8))
              .toList());
    }
    return Tensor.of(type, shape, elements(type, tensor));
  }

  /** Elements are raw bytes, or numbers in a field that several types share. */
  private static ByteBuffer elements(DataType type, UnknownFieldSet tensor) throws IOException {
    if (tensor.hasField(TENSOR_RAW)) {
      return last(tensor.getField(TENSOR_RAW)).asReadOnlyByteBuffer();
    }
    return switch (type) {
      case FP32 -> last(tensor.getField(TENSOR_FLOATS)).asReadOnlyByteBuffer();
      case FP64 -> last(tensor.getField(TENSOR_DOUBLES)).asReadOnlyByteBuffer();
      case INT64 -> bytes(type, numbers(tensor.getField(TENSOR_LONGS)));
      case UINT32, UINT64 -> bytes(type, numbers(tensor.getField(TENSOR_UNSIGNED)));
      default -> bytes(type, numbers(tensor.getField(TENSOR_INTS)));
    };
  }

  /** The low bytes of each number. */
  private static ByteBuffer bytes(DataType type, List<Long> numbers) {
    var bytes = ByteBuffer.allocate(numbers.size() * type.bytes());
    var number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long each : numbers) {
      bytes.put(number.putLong(0, each).array(), 0, type.bytes());
    }
    return bytes.flip();
  }

  /** The numbers of a repeated field, packed or not. */
  private static List<Long> numbers(Field field) throws IOException {
    var numbers = new ArrayList<>(field.getVarintList());
    for (var packed : field.getLengthDelimitedList()) {
      var in = packed.newCodedInput();
      while (!in.isAtEnd()) {
        numbers.add(in.readInt64());
      }
    }
    return numbers;
  }

  private static DataType type(long number) throws IOException {
    return switch ((int) number) {
      case 1 -> DataType.FP32;
      case 2 -> DataType.UINT8;
      case 3 -> DataType.INT8;
      case 4 -> DataType.UINT16;
      case 5 -> DataType.INT16;
      case 6 -> DataType.INT32;
      case 7 -> DataType.INT64;
      case 8 -> DataType.STRING;
      case 9 -> DataType.BOOL;
      case 10 -> DataType.FP16;
      case 11 -> DataType.FP64;
      case 12 -> DataType.UINT32;
      case 13 -> DataType.UINT64;
      case 16 -> DataType.BF16;
      default -> throw new IOException("type: " + number + " (expected: one that Serin knows)");
    };
  }

  private static UnknownFieldSet parse(ByteString message) throws InvalidProtocolBufferException {
    return UnknownFieldSet.parseFrom(message);
  }

  private static ByteString last(Field field) {
    var values = field.getLengthDelimitedList();
    return values.isEmpty() ? ByteString.EMPTY : values.get(values.size() - 1);
  }
}
