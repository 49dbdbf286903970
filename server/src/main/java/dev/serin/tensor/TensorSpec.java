package dev.serin.tensor;

/** What a tensor must look like: an input or an output of a model. */
public record TensorSpec(String name, DataType type, Shape shape) {

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
    return name + " " + type + " " + shape;
  }
}
