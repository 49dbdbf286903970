package dev.serin.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sizes of a tensor's dimensions, outermost first; none for a scalar.
 *
 * <p>In a {@link TensorSpec} a size of {@link #ANY} stands for any size, and {@link #ANY_SHAPE} for
 * any number of dimensions; a {@link Tensor} has neither.
 */
public final class Shape {
  /** A dimension of any size. */
  public static final long ANY = -1;

  /** Any number of dimensions, each of any size. */
  public static final Shape ANY_SHAPE = new Shape(new long[0], false);

  private final long[] sizes;
  private final boolean hasRank;

  private Shape(long[] sizes, boolean hasRank) {
    this.sizes = sizes;
    this.hasRank = hasRank;
  }

  /** Returns the shape of these sizes; each at least 0, or {@link #ANY}. */
  public static Shape of(long... sizes) {
    for (long size : sizes) {
      if (size < ANY) {
        throw new InvalidTensorException(
            "shape: " + Arrays.toString(sizes) + " (expected: no negative size)");
      }
    }
    return new Shape(sizes.clone(), true);
  }

  /** Returns the shape of these sizes. */
  public static Shape of(List<Long> sizes) {
    return of(sizes.stream().mapToLong(Long::longValue).toArray());
  }

  /** Whether the number of dimensions is known. */
  public boolean hasRank() {
    return hasRank;
  }

  /** The number of dimensions; 0 for {@link #ANY_SHAPE}. */
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

  /** Returns this shape with another number of rows. Throws if it is a scalar's. */
  public Shape withRows(long rows) {
    if (sizes.length == 0) {
      throw new IllegalStateException("shape: " + this + " (expected: at least one dimension)");
    }
    var others = sizes.clone();
    others[0] = rows;
    return new Shape(others, hasRank);
  }

  /** Whether another shape has the same sizes but for the first dimension, which both have. */
  public boolean sameRow(Shape other) {
    return sizes.length > 0
        && sizes.length == other.sizes.length
        && Arrays.equals(sizes, 1, sizes.length, other.sizes, 1, sizes.length);
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
    if (!hasRank) {
      return true;
    }
    if (!shape.hasRank || shape.sizes.length != sizes.length) {
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
    return other instanceof Shape shape
        && hasRank == shape.hasRank
        && Arrays.equals(sizes, shape.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /** The sizes as in {@code [-1,64]}; {@code [...]} for {@link #ANY_SHAPE}. */
  @Override
  public String toString() {
    if (!hasRank) {
      return "[...]";
    }
    return Arrays.stream(sizes).mapToObj(Long::toString).collect(Collectors.joining(",", "[", "]"));
  }
}
