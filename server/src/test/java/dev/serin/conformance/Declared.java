package dev.serin.conformance;

import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * An input or an output as a model's file declares it.
 *
 * @param elements the type of a tensor's elements; empty if it is not a tensor
 */
record Declared(String name, Optional<DataType> elements) {
  boolean isTensor() {
    return elements.isPresent();
  }

  /** Reads its TensorProto from the test data, which says uint16 where it means bfloat16. */
  Tensor tensor(byte[] message) throws IOException {
    var tensor = OnnxFiles.tensor(message);
    return tensor.type() == DataType.UINT16 && elements.equals(Optional.of(DataType.BF16))
        ? Tensor.of(DataType.BF16, tensor.shape(), tensor.data())
        : tensor;
  }

  /** Whether it is among these outputs, as a tensor or as the tensors of its sequence. */
  boolean isIn(Set<String> outputs) {
    return outputs.contains(name) || outputs.contains(part(0));
  }

  /** The name under which Serin serves a tensor of its sequence. */
  String part(int index) {
    return name + "." + index;
  }
}
