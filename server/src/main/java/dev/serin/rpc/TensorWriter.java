package dev.serin.rpc;

import static com.google.protobuf.CodedOutputStream.computeEnumSize;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedOutputStream;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes one {@code serin.v1.Tensor}. Confined to one thread. */
public sealed interface TensorWriter extends MessageWriter {
  /**
   * Returns the writer of a tensor.
   *
   * @param typed whether the elements are written in the field of their type, not as raw bytes
   */
  static TensorWriter of(String name, Tensor tensor, boolean typed) {
    return typed ? new Typed(Tensors.typed(name, tensor)) : new Raw(name, tensor);
  }

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
    private final ByteBuffer elements;
    private final int size;

    private Raw(String name, Tensor tensor) {
      this.name = name.getBytes(UTF_8);
      datatype = Datatypes.message(tensor.type()).getNumber();
      shape = tensor.shape();
      elements = tensor.sharedData();
      size = FieldWriter.nestedSize(dev.serin.v1.Tensor.NAME_FIELD_NUMBER, this.name.length)
          + computeEnumSize(dev.serin.v1.Tensor.DATATYPE_FIELD_NUMBER, datatype)
          + FieldWriter.size(dev.serin.v1.Tensor.SHAPE_FIELD_NUMBER, shape)
          + FieldWriter.nestedSize(dev.serin.v1.Tensor.RAW_FIELD_NUMBER, elements.remaining());
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public void write(CodedOutputStream out) throws IOException {
      out.writeByteArray(dev.serin.v1.Tensor.NAME_FIELD_NUMBER, name);
      out.writeEnum(dev.serin.v1.Tensor.DATATYPE_FIELD_NUMBER, datatype);
      FieldWriter.write(dev.serin.v1.Tensor.SHAPE_FIELD_NUMBER, shape, out);
      FieldWriter.write(dev.serin.v1.Tensor.RAW_FIELD_NUMBER, elements, out);
    }
  }
}
