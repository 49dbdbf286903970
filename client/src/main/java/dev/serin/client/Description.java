package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** The inputs and outputs of one version of a model. */
public record Description(
    String model, long version, List<TensorSpec> inputs, List<TensorSpec> outputs) {

  /** Copies the lists. */
  public Description {
    requireNonNull(model, "model");
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** Returns the input of this name, if there is one. */
  public Optional<TensorSpec> input(String name) {
    return inputs.stream().filter(spec -> spec.name().equals(name)).findFirst();
  }
}
