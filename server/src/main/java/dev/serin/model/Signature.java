package dev.serin.model;

import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a version takes and gives: its inputs and outputs in the model's own order. */
public record Signature(List<TensorSpec> inputs, List<TensorSpec> outputs) {
  /** Copies the lists. */
  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * Throws {@link InvalidTensorException} unless the tensors are exactly this signature's inputs,
   * and every requested output is one of its outputs.
   */
  public void check(Map<String, Tensor> tensors, List<String> requested) {
    for (var spec : inputs) {
      var tensor = tensors.get(spec.name());
      if (tensor == null) {
        throw new InvalidTensorException("inputs: " + tensors.keySet() + " without " + spec.name()
            + " (expected: " + inputs + ")");
      }
      spec.check(tensor);
    }
    if (tensors.size() > inputs.size()) {
      throw new InvalidTensorException(
          "inputs: " + tensors.keySet() + " (expected: " + inputs + ")");
    }
    for (var name : requested) {
      if (outputs.stream().noneMatch(spec -> spec.name().equals(name))) {
        throw new InvalidTensorException("outputs: " + name + " (expected: of " + outputs + ")");
      }
    }
  }

  /**
   * Returns how another version's signature is unlike this one, or nothing if callers cannot tell
   * the two apart: the same names, types and shapes. The order of inputs and outputs does not
   * matter.
   */
  public Optional<String> difference(Signature other) {
    var differences = new ArrayList<String>();
    compare("input", inputs, other.inputs, differences);
    compare("output", outputs, other.outputs, differences);
    return differences.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", differences));
  }

  private static void compare(
      String kind, List<TensorSpec> expected, List<TensorSpec> actual, List<String> differences) {
    for (var spec : expected) {
      var match =
          actual.stream().filter(other -> other.name().equals(spec.name())).findFirst();
      if (match.isEmpty()) {
        differences.add(kind + " " + spec + " is missing");
      } else if (!match.get().equals(spec)) {
        differences.add(kind + " " + match.get() + " (expected: " + spec + ")");
      }
    }
    for (var spec : actual) {
      if (expected.stream().noneMatch(other -> other.name().equals(spec.name()))) {
        differences.add(kind + " " + spec + " is not expected");
      }
    }
  }
}
