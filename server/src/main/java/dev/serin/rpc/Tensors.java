package dev.serin.rpc;

import dev.serin.model.Signature;
import dev.serin.tensor.DataType;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Converts tensors and their specs to and from {@code serin.v1}. */
public final class Tensors {
  private Tensors() {}

  /**
   * Returns the tensors by name.
   *
   * @param room reserves the bytes of each copy before it is made, or throws if there is no room
   */
  public static Map<String, Tensor> read(Iterable<ByteBuffer> messages, LongConsumer room) {
    return TensorReader.read(messages, room);
  }

  /**
   * Returns the tensors by name. Throws {@link InvalidTensorException} naming the tensor whose
   * elements do not fit its datatype and shape, or that is a duplicate.
   */
  public static Map<String, Tensor> read(Iterable<ByteBuffer> messages) {
    return TensorReader.read(messages, bytes -> {});
  }

  /**
   * Returns the most memory that messages of tensors with typed elements take while they are built:
   * growing lists, and the bytes on the wire.
   */
  public static long typedBytes(Map<String, Tensor> tensors) {
    long bytes = 0;
    for (var tensor : tensors.values()) {
      bytes += tensor.bytes() + typedBytes(tensor.type()) * tensor.shape().elements();
    }
    return bytes;
  }

  /** The bytes of an element in a list that grows by half while it is copied, and on the wire. */
  private static int typedBytes(DataType type) {
    return switch (type) {
      case BOOL -> 4;
      case FP16, BF16, FP32 -> 16;
      case FP64 -> 32;
      case STRING -> 128;
      default -> 36;
    };
  }

  /** Returns the messages of specs, in their order. */
  public static List<dev.serin.v1.TensorSpec> write(Collection<TensorSpec> specs) {
    return specs.stream().map(Tensors::write).toList();
  }

  /** Returns the messages of a signature's outputs, with the names of their classes. */
  public static List<dev.serin.v1.TensorSpec> writeOutputs(Signature signature) {
    return signature.outputs().stream()
        .map(spec -> write(spec).toBuilder()
            .addAllClasses(signature.classes(spec.name()))
            .build())
        .toList();
  }

  /** Returns the message of a tensor with its elements in the field of their type. */
  static dev.serin.v1.Tensor typed(String name, Tensor tensor) {
    var message = dev.serin.v1.Tensor.newBuilder()
        .setName(name)
        .setDatatype(Datatypes.message(tensor.type()));
    for (long size : tensor.shape().toArray()) {
      message.addShape(size);
    }
    TypedElements.write(tensor, message);
    return message.build();
  }

  private static dev.serin.v1.TensorSpec write(TensorSpec spec) {
    var message = dev.serin.v1.TensorSpec.newBuilder()
        .setName(spec.name())
        .setDatatype(Datatypes.message(spec.type()))
        .setOptional(spec.optional());
    for (long size : spec.shape().toArray()) {
      message.addShape(size);
    }
    return message.build();
  }
}
