package dev.serin.tensor;

import java.util.Collections;
import java.util.List;

/**
 * The type and shape of an input or an output of a model.
 *
 * @param dimensions the name of each dimension of the shape, empty where it has none; within one
 *     call all dimensions of the same name have the same size
 * @param optional whether a call may leave it out
 */
public record TensorSpec(
    String name, DataType type, Shape shape, List<String> dimensions, boolean optional) {
  /** Checks that each dimension has a name, and copies. */
  public TensorSpec {
    dimensions = List.copyOf(dimensions);
    if (dimensions.size() != shape.rank()) {
      throw new IllegalArgumentException(
          "dimensions: " + dimensions + " (expected: as many as " + shape + " has)");
    }
  }

  /** Returns a required spec without names of dimensions. */
  public TensorSpec(String name, DataType type, Shape shape) {
    this(name, type, shape, Collections.nCopies(shape.rank(), ""), false);
  }

  /** Returns this spec as an optional one. */
  public TensorSpec asOptional() {
    return new TensorSpec(name, type, shape, dimensions, true);
  }

  /** Throws {@link InvalidTensorException} if the tensor is not of this type and shape. */
  public void check(Tensor tensor) {
    if (tensor.type() != type || !shape.admits(tensor.shape())) {
      throw new InvalidTensorException(name + ": " + tensor.type() + " " + tensor.shape()
          + " (expected: " + type + " " + shape + ")");
    }
  }

  /** The spec as in {@code input FP32 [-1,64]}. */
  @Override
  public String toString() {
    return name + " " + type + " " + shape + (optional ? " (optional)" : "");
  }
}
