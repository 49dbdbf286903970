package dev.serin.rpc;

import static com.google.protobuf.CodedOutputStream.computeEnumSize;
import static com.google.protobuf.CodedOutputStream.computeInt64SizeNoTag;
import static com.google.protobuf.CodedOutputStream.computeTagSize;
import static com.google.protobuf.CodedOutputStream.computeUInt32SizeNoTag;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes one {@code serin.v1.Tensor}. Confined to one thread. */
public sealed interface TensorWriter {
  /**
   * Returns the writer of a tensor.
   *
   * @param typed whether the elements are written in the field of their type, not as raw bytes
   */
  static TensorWriter of(String name, Tensor tensor, boolean typed) {
    return typed ? new Typed(Tensors.typed(name, tensor)) : new Raw(name, tensor);
  }

  /** The bytes of the message. */
  int size();

  void write(CodedOutputStream out) throws IOException;

  /** Writes a message that protobuf has built. */
  record Typed(dev.serin.v1.Tensor message) implements TensorWriter {
    @Override
    public int size() {
      return message.getSerializedSize();
    }

    @Override
    public void write(CodedOutputStream out) throws IOException {
      message.writeTo(out);
    }
  }

  /** Writes the elements from the tensor's own memory, and builds no message. */
  final class Raw implements TensorWriter {
    private final byte[] name;
    private final int datatype;
    private final Shape shape;
    /** The bytes of the sizes of the dimensions. */
    private final int shapeBytes;

    private final ByteBuffer elements;
    private final int size;

    private Raw(String name, Tensor tensor) {
      this.name = name.getBytes(UTF_8);
      datatype = Datatypes.message(tensor.type()).getNumber();
      shape = tensor.shape();
      shapeBytes = shapeBytes(shape);
      elements = tensor.sharedData();
      size = bytes(dev.serin.v1.Tensor.NAME_FIELD_NUMBER, this.name.length)
          + computeEnumSize(dev.serin.v1.Tensor.DATATYPE_FIELD_NUMBER, datatype)
          + (shapeBytes == 0 ? 0 : bytes(dev.serin.v1.Tensor.SHAPE_FIELD_NUMBER, shapeBytes))
          + bytes(dev.serin.v1.Tensor.RAW_FIELD_NUMBER, elements.remaining());
    }

    private static int shapeBytes(Shape shape) {
      int bytes = 0;
      for (int i = 0; i < shape.rank(); i++) {
        bytes += computeInt64SizeNoTag(shape.size(i));
      }
      return bytes;
    }

    private static int bytes(int field, int length) {
      return Math.addExact(computeTagSize(field) + computeUInt32SizeNoTag(length), length);
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public void write(CodedOutputStream out) throws IOException {
      out.writeByteArray(dev.serin.v1.Tensor.NAME_FIELD_NUMBER, name);
      out.writeEnum(dev.serin.v1.Tensor.DATATYPE_FIELD_NUMBER, datatype);
      if (shapeBytes > 0) {
        out.writeTag(dev.serin.v1.Tensor.SHAPE_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(shapeBytes);
        for (int i = 0; i < shape.rank(); i++) {
          out.writeInt64NoTag(shape.size(i));
        }
      }
      out.writeTag(dev.serin.v1.Tensor.RAW_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(elements.remaining());
      out.writeRawBytes(elements);
    }
  }
}
