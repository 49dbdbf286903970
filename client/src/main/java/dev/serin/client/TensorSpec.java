package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The name, type and shape of an input or an output of a model.
 *
 * @param shape the sizes of its dimensions, outermost first; -1 stands for any size
 * @param optional whether a call may leave it out, because the model has a default value for it
 * @param classes the class names of an output: of its columns of scores, in their order, or of the
 *     class given per row; empty where the model has none
 */
public record TensorSpec(
    String name, Datatype datatype, List<Long> shape, boolean optional, List<String> classes) {
  public TensorSpec {
    requireNonNull(name, "name");
    requireNonNull(datatype, "datatype");
    shape = List.copyOf(shape);
    classes = List.copyOf(classes);
  }

  /** Returns a required spec without class names. */
  public TensorSpec(String name, Datatype datatype, List<Long> shape) {
    this(name, datatype, shape, /* optional= */ false, List.of());
  }

  /** The spec as in {@code input FP32 [-1, 64]}, or {@code bias FP32 [2] (optional)}. */
  @Override
  public String toString() {
    return name + " " + datatype + " " + shape + (optional ? " (optional)" : "");
  }
}
