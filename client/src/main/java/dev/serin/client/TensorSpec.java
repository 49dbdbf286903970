package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What an input or an output of a model looks like.
 *
 * @param shape the sizes of its dimensions, outermost first; -1 stands for any size
 * @param optional whether a call may leave it out: the model has a value of its own for it
 * @param classes the names of the classes that the columns of an output are scores of, in their
 *     order, or of those that a class per row may be; empty where the model has none
 */
public record TensorSpec(
    String name, Datatype datatype, List<Long> shape, boolean optional, List<String> classes) {
  public TensorSpec {
    requireNonNull(name, "name");
    requireNonNull(datatype, "datatype");
    shape = List.copyOf(shape);
    classes = List.copyOf(classes);
  }

  /** Returns a spec that must be given, without names of classes. */
  public TensorSpec(String name, Datatype datatype, List<Long> shape) {
    this(name, datatype, shape, /* optional= */ false, List.of());
  }

  /** The spec as in {@code input FP32 [-1, 64]}, or {@code bias FP32 [2] (optional)}. */
  @Override
  public String toString() {
    return name + " " + datatype + " " + shape + (optional ? " (optional)" : "");
  }
}
