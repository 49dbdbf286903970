package dev.serin.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sizes of a tensor's dimensions, outermost first; none for a scalar.
 *
 * <p>In a {@link TensorSpec} a size of {@link #ANY} stands for any size; a {@link Tensor} has none.
 */
public final class Shape {
  /** A dimension of any size. */
  public static final long ANY = -1;

  private final long[] sizes;

  private Shape(long[] sizes) {
    this.sizes = sizes;
  }

  /** Returns the shape of these sizes; each at least 0, or {@link #ANY}. */
  public static Shape of(long... sizes) {
    for (long size : sizes) {
      if (size < ANY) {
        throw new InvalidTensorException(
            "shape: " + Arrays.toString(sizes) + " (expected: no negative size)");
      }
    }
    return new Shape(sizes.clone());
  }

  /** Returns the shape of these sizes. */
  public static Shape of(List<Long> sizes) {
    return of(sizes.stream().mapToLong(Long::longValue).toArray());
  }

  /** The number of dimensions. */
  public int rank() {
    return sizes.length;
  }

  /** The size of a dimension, counted from 0. */
  public long size(int dimension) {
    return sizes[dimension];
  }

  /** The sizes, as a copy. */
  public long[] toArray() {
    return sizes.clone();
  }

  /** The size of the first dimension, which counts the rows of a batch; 1 for a scalar. */
  public long rows() {
    return sizes.length == 0 ? 1 : sizes[0];
  }

  /** The number of elements. Throws {@link InvalidTensorException} if it exceeds a long. */
  public long elements() {
    long product = 1;
    try {
      for (long size : sizes) {
        product = Math.multiplyExact(product, size);
      }
    } catch (ArithmeticException e) {
      throw new InvalidTensorException("shape: " + this + " (expected: fewer than 2^63 elements)");
    }
    return product;
  }

  /** Whether a tensor of that shape fits here, where {@link #ANY} is allowed. */
  public boolean admits(Shape shape) {
    if (shape.sizes.length != sizes.length) {
      return false;
    }
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] != ANY && sizes[i] != shape.sizes[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /** The sizes as in {@code [-1,64]}. */
  @Override
  public String toString() {
    return Arrays.stream(sizes).mapToObj(Long::toString).collect(Collectors.joining(",", "[", "]"));
  }
}
