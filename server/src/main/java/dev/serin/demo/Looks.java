package dev.serin.demo;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How often the slow version looks at each viewer: the number named {@code looks} among the
 * constants of its ONNX graph.
 */
final class Looks {
  private static final ByteString NAME = ByteString.copyFromUtf8("looks");

  /* Numbers of fields in onnx.proto. */
  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_INITIALIZER = 5;
  private static final int TENSOR_NAME = 8;
  private static final int TENSOR_RAW_DATA = 9;

  private Looks() {}

  /** Returns the model with this number of looks. */
  static byte[] set(byte[] model, long looks) {
    try {
      var fields = UnknownFieldSet.parseFrom(model);
      var graph = UnknownFieldSet.parseFrom(bytes(fields, MODEL_GRAPH));
      var initializers = Field.newBuilder();
      boolean found = false;
      for (var bytes : graph.getField(GRAPH_INITIALIZER).getLengthDelimitedList()) {
        var tensor = UnknownFieldSet.parseFrom(bytes);
        boolean meant = bytes(tensor, TENSOR_NAME).equals(NAME);
        found |= meant;
        initializers.addLengthDelimited(
            meant ? with(tensor, TENSOR_RAW_DATA, data(looks)).toByteString() : bytes);
      }
      if (!found) {
        throw new IllegalArgumentException("model: no initializer " + NAME.toStringUtf8()
            + " (expected: the slow version of the demo)");
      }
      var changed = UnknownFieldSet.newBuilder(graph)
          .clearField(GRAPH_INITIALIZER)
          .addField(GRAPH_INITIALIZER, initializers.build())
          .build();
      return with(fields, MODEL_GRAPH, changed.toByteString()).toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("model: " + e.getMessage() + " (expected: ONNX)", e);
    }
  }

  private static ByteString bytes(UnknownFieldSet fields, int number) {
    var values = fields.getField(number).getLengthDelimitedList();
    return values.isEmpty() ? ByteString.EMPTY : values.get(values.size() - 1);
  }

  private static UnknownFieldSet with(UnknownFieldSet fields, int number, ByteString value) {
    return UnknownFieldSet.newBuilder(fields)
        .clearField(number)
        .addField(number, Field.newBuilder().addLengthDelimited(value).build())
        .build();
  }

  private static ByteString data(long looks) {
    var data = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(looks);
    return ByteString.copyFrom(data.flip());
  }
}
