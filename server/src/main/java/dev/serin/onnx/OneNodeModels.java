package dev.serin.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/*
 * The models are written field by field with the field numbers of onnx.proto [1], because thirty
 * fields do not need generated code.
 *
 * [1] https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */

/** ONNX models of one node that create tensors which the Java binding cannot create. */
final class OneNodeModels {
  /** The name of the only or first input. */
  static final String INPUT = "in";

  /** The name of the second input. */
  static final String BEHIND = "behind";

  private static final String OUTPUT = "out";
  private static final String CONSTANT = "constant";
  private static final int IR_VERSION = 9;
  private static final int OPSET = 20;
  private static final int ATTRIBUTE_OF_TYPE_INT = 2;
  private static final int STRING = 8;

  private OneNodeModels() {}

  /**
   * Returns a model that casts signed integers to unsigned ones of the same size: UINT16, UINT32 or
   * UINT64.
   */
  static byte[] cast(DataType to) {
    var attribute = message(fields -> {
      fields.writeString(1, "to");
      fields.writeInt64(3, unsigned(to));
      fields.writeEnum(20, ATTRIBUTE_OF_TYPE_INT);
    });
    return model(graph -> {
      graph.writeByteArray(1, message(node -> {
        node.writeString(1, INPUT);
        node.writeString(2, OUTPUT);
        node.writeString(4, "Cast");
        node.writeByteArray(5, attribute);
      }));
      graph.writeByteArray(11, value(INPUT, signed(to)));
      graph.writeByteArray(12, value(OUTPUT, unsigned(to)));
    });
  }

  /** Returns a model without input whose output is these encoded texts. */
  static byte[] texts(Shape shape, List<byte[]> texts) {
    return model(graph -> {
      graph.writeByteArray(1, message(node -> {
        node.writeString(1, CONSTANT);
        node.writeString(2, OUTPUT);
        node.writeString(4, "Identity");
      }));
      graph.writeByteArray(5, strings(shape, texts));
      graph.writeByteArray(12, value(OUTPUT, STRING));
    });
  }

  /**
   * Returns a model without input whose output is a tensor of another model, which has this name
   * there.
   */
  static byte[] constant(String name, ByteString tensor) {
    var output = name + "-value";
    return model(graph -> {
      graph.writeByteArray(1, message(node -> {
        node.writeString(1, name);
        node.writeString(2, output);
        node.writeString(4, "Identity");
      }));
      graph.writeBytes(5, tensor);
      graph.writeByteArray(12, message(value -> value.writeString(1, output)));
    });
  }

  /**
   * Returns a model that appends the texts of its second input to those of its first, of the same
   * shape.
   */
  static byte[] append() {
    return model(graph -> {
      graph.writeByteArray(1, message(node -> {
        node.writeString(1, INPUT);
        node.writeString(1, BEHIND);
        node.writeString(2, OUTPUT);
        node.writeString(4, "StringConcat");
      }));
      graph.writeByteArray(11, value(INPUT, STRING));
      graph.writeByteArray(11, value(BEHIND, STRING));
      graph.writeByteArray(12, value(OUTPUT, STRING));
    });
  }

  private static byte[] strings(Shape shape, List<byte[]> texts) {
    return message(tensor -> {
      for (int i = 0; i < shape.rank(); i++) {
        tensor.writeInt64(1, shape.size(i));
      }
      tensor.writeEnum(2, STRING);
      for (var text : texts) {
        tensor.writeByteArray(6, text);
      }
      tensor.writeString(8, CONSTANT);
    });
  }

  private static byte[] model(Fields graph) {
    return message(model -> {
      model.writeInt64(1, IR_VERSION);
      model.writeByteArray(7, message(fields -> {
        fields.writeString(2, "graph");
        graph.write(fields);
      }));
      model.writeByteArray(8, message(opset -> opset.writeInt64(2, OPSET)));
    });
  }

  /** A tensor of any shape. */
  private static byte[] value(String name, int elementType) {
    var tensor = message(fields -> fields.writeEnum(1, elementType));
    var type = message(fields -> fields.writeByteArray(1, tensor));
    return message(value -> {
      value.writeString(1, name);
      value.writeByteArray(2, type);
    });
  }

  private static int unsigned(DataType type) {
    return switch (type) {
      case UINT16 -> 4;
      case UINT32 -> 12;
      case UINT64 -> 13;
      default -> throw unexpected(type);
    };
  }

  private static int signed(DataType type) {
    return switch (type) {
      case UINT16 -> 5;
      case UINT32 -> 6;
      case UINT64 -> 7;
      default -> throw unexpected(type);
    };
  }

  private static IllegalArgumentException unexpected(DataType type) {
    return new IllegalArgumentException("type: " + type + " (expected: UINT16, UINT32 or UINT64)");
  }

  private static byte[] message(Fields fields) {
    var bytes = new ByteArrayOutputStream();
    var out = CodedOutputStream.newInstance(bytes);
    try {
      fields.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /** Writes the fields of one message. */
  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }
}
