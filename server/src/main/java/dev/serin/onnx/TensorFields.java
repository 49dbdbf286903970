package dev.serin.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.function.LongConsumer;

/** Reads the fields of a tensor; skips its elements unless they are few. */
final class TensorFields {
  private static final int DIMENSION = 1;
  private static final int TYPE = tag(2, WireFormat.WIRETYPE_VARINT);
  private static final int NUMBER = 7;
  private static final int NAME = tag(8, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  private static final int RAW = tag(9, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  private static final int EXTERNAL_DATA = tag(13, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  private static final int DATA_LOCATION = tag(14, WireFormat.WIRETYPE_VARINT);
  private static final int IN_ANOTHER_FILE = 1;

  /** The fields that hold elements. */
  private static final Set<Integer> ELEMENTS = Set.of(4, 5, 6, NUMBER, 9, 10, 11);

  private static final int MAX_SHAPE_BYTES = 16 * Long.BYTES;

  private TensorFields() {}

  /** Reads the field of this tag. */
  static void read(CodedInputStream in, int tag, TensorData data) throws IOException {
    int field = WireFormat.getTagFieldNumber(tag);
    if (tag == EXTERNAL_DATA) {
      data.entry(in.readByteArray());
    } else if (tag == DATA_LOCATION) {
      data.elsewhere(in.readEnum() == IN_ANOTHER_FILE);
    } else if (field == DIMENSION) {
      readNumbers(in, tag, data::dimension);
    } else if (tag == TYPE) {
      data.type(in.readInt32());
    } else if (tag == NAME) {
      data.name(in.readString());
    } else if (ELEMENTS.contains(field)) {
      int start = in.getTotalBytesRead();
      readElements(in, tag, data);
      // Includes the length prefix, so that an empty text counts too.
      data.held(in.getTotalBytesRead() - start);
    } else {
      ModelScan.skip(in, tag);
    }
  }

  /** Reads the elements as whole numbers if they are as few as those of a shape. */
  private static void readElements(CodedInputStream in, int tag, TensorData data)
      throws IOException {
    if (WireFormat.getTagFieldNumber(tag) == NUMBER) {
      readNumbers(in, tag, data::number);
    } else if (tag == RAW) {
      int length = in.readRawVarint32();
      if (length > MAX_SHAPE_BYTES) {
        in.skipRawBytes(length);
      } else {
        var numbers = ByteBuffer.wrap(in.readRawBytes(length)).order(ByteOrder.LITTLE_ENDIAN);
        while (numbers.remaining() >= Long.BYTES) {
          data.number(numbers.getLong());
        }
      }
    } else {
      ModelScan.skip(in, tag);
    }
  }

  /** Reads one number, or all those of a packed field; skips a field that holds none. */
  static void readNumbers(CodedInputStream in, int tag, LongConsumer consumer) throws IOException {
    switch (WireFormat.getTagWireType(tag)) {
      case WireFormat.WIRETYPE_VARINT -> consumer.accept(in.readInt64());
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
        int end = in.pushLimit(in.readRawVarint32());
        while (!in.isAtEnd()) {
          consumer.accept(in.readInt64());
        }
        in.popLimit(end);
      }
      default -> ModelScan.skip(in, tag);
    }
  }

  private static int tag(int field, int wireType) {
    return field << 3 | wireType;
  }
}
