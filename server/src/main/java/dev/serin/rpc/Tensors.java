package dev.serin.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.serin.model.Signature;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tensors as they travel in {@code serin.v1}. */
public final class Tensors {
  private Tensors() {}

  /**
   * Returns the tensors by name. Throws {@link InvalidTensorException} naming the tensor whose
   * elements do not fit its datatype and shape, or that comes twice.
   */
  public static Map<String, Tensor> read(List<dev.serin.v1.Tensor> messages) {
    var tensors = new LinkedHashMap<String, Tensor>();
    for (var message : messages) {
      if (tensors.put(message.getName(), read(message)) != null) {
        throw new InvalidTensorException(message.getName() + ": came twice (expected: once)");
      }
    }
    return tensors;
  }

  /** Returns the messages of tensors, in their order. */
  public static List<dev.serin.v1.Tensor> write(Map<String, Tensor> tensors, boolean typed) {
    return tensors.entrySet().stream()
        .map(entry -> write(entry.getKey(), entry.getValue(), typed))
        .toList();
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

  private static Tensor read(dev.serin.v1.Tensor message) {
    try {
      var type = Datatypes.type(message);
      var shape = Shape.of(message.getShapeList());
      return message.hasRaw()
          ? Tensor.of(type, shape, message.getRaw().asReadOnlyByteBuffer())
          : TypedElements.read(type, shape, message);
    } catch (InvalidTensorException e) {
      throw new InvalidTensorException(message.getName() + ": " + e.getMessage());
    }
  }

  private static dev.serin.v1.Tensor write(String name, Tensor tensor, boolean typed) {
    var message = dev.serin.v1.Tensor.newBuilder()
        .setName(name)
        .setDatatype(Datatypes.message(tensor.type()));
    for (long size : tensor.shape().toArray()) {
      message.addShape(size);
    }
    if (typed) {
      TypedElements.write(tensor, message);
    } else {
      message.setRaw(raw(tensor));
    }
    return message.build();
  }

  private static ByteString raw(Tensor tensor) {
    // A tensor never changes, so its bytes need no copy of their own.
    return UnsafeByteOperations.unsafeWrap(tensor.data());
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
