package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What an input or an output of a model looks like.
 *
 * @param shape the sizes of its dimensions, outermost first; -1 stands for any size
 */
public record TensorSpec(String name, Datatype datatype, List<Long> shape) {
  public TensorSpec {
    requireNonNull(name, "name");
    requireNonNull(datatype, "datatype");
    shape = List.copyOf(shape);
  }

  /** The spec as in {@code input FP32 [-1, 64]}. */
  @Override
  public String toString() {
    return name + " " + datatype + " " + shape;
  }
}
