package dev.serin.rpc.oip;

import static com.google.protobuf.CodedOutputStream.computeInt32SizeNoTag;
import static com.google.protobuf.CodedOutputStream.computeInt64SizeNoTag;
import static com.google.protobuf.CodedOutputStream.computeUInt32SizeNoTag;
import static com.google.protobuf.CodedOutputStream.computeUInt64SizeNoTag;

import com.google.protobuf.CodedOutputStream;
import dev.serin.rpc.FieldWriter;
import dev.serin.rpc.MessageWriter;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Elements;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes an {@code inference.InferTensorContents} from the tensor's own memory. The tensor must not
 * be FP16 or BF16, which have no field.
 */
final class TypedContents implements MessageWriter {
  private final Tensor tensor;
  private final int field;
  private final int count;
  /** The bytes of packed numbers; of all strings with their tags. */
  private final int bytes;

  TypedContents(Tensor tensor) {
    this.tensor = tensor;
    field = Contents.field(tensor.type());
    count = Math.toIntExact(tensor.shape().elements());
    bytes = bytes();
  }

  @Override
  public int size() {
    return tensor.type() == DataType.STRING || count == 0
        ? bytes
        : FieldWriter.nestedSize(field, bytes);
  }

  @Override
  public void write(CodedOutputStream out) throws IOException {
    if (tensor.type() == DataType.STRING) {
      strings(out);
    } else if (alike() && count > 0) {
      FieldWriter.write(field, tensor.sharedData(), out);
    } else if (count > 0) {
      FieldWriter.begin(field, bytes, out);
      var elements = new Elements(tensor);
      for (int i = 0; i < count; i++) {
        number(elements.whole(i), out);
      }
    }
  }

  /** Whether packed elements are laid out as in the tensor. */
  private boolean alike() {
    return switch (tensor.type()) {
      case BOOL, FP32, FP64 -> true;
      default -> false;
    };
  }

  private int bytes() {
    if (alike()) {
      return tensor.bytes();
    }
    long sum = 0;
    if (tensor.type() == DataType.STRING) {
      var texts = tensor.data();
      while (texts.hasRemaining()) {
        int length = texts.getInt();
        texts.position(texts.position() + length);
        sum += FieldWriter.nestedSize(field, length);
      }
    } else {
      var elements = new Elements(tensor);
      for (int i = 0; i < count; i++) {
        sum += numberSize(elements.whole(i));
      }
    }
    return Math.toIntExact(sum);
  }

  private int numberSize(long number) {
    return switch (tensor.type()) {
      case INT8, INT16, INT32 -> computeInt32SizeNoTag((int) number);
      case UINT8, UINT16, UINT32 -> computeUInt32SizeNoTag((int) number);
      case INT64 -> computeInt64SizeNoTag(number);
      default -> computeUInt64SizeNoTag(number);
    };
  }

  private void number(long number, CodedOutputStream out) throws IOException {
    switch (tensor.type()) {
      case INT8, INT16, INT32 -> out.writeInt32NoTag((int) number);
      case UINT8, UINT16, UINT32 -> out.writeUInt32NoTag((int) number);
      case INT64 -> out.writeInt64NoTag(number);
      default -> out.writeUInt64NoTag(number);
    }
  }

  private void strings(CodedOutputStream out) throws IOException {
    ByteBuffer texts = tensor.sharedData().order(ByteOrder.LITTLE_ENDIAN);
    while (texts.hasRemaining()) {
      int length = texts.getInt();
      FieldWriter.write(field, texts.slice(texts.position(), length), out);
      texts.position(texts.position() + length);
    }
  }
}
