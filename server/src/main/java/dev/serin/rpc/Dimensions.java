package dev.serin.rpc;

import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Shape;
import java.util.Arrays;

/** The sizes of a received tensor's dimensions, packed or one by one. Confined to one thread. */
public final class Dimensions {
  /** The most dimensions of a tensor. */
  static final int MOST = 16;

  private long[] sizes = new long[4];
  private int count;

  /** Adds the sizes in a field. */
  public void read(FieldReader fields) {
    if (fields.packed()) {
      fields.packedVarints(this::add);
    } else {
      add(fields.varint());
    }
  }

  private void add(long size) {
    if (count == MOST) {
      throw new InvalidTensorException(
          "more than " + MOST + " dimensions (expected: at most " + MOST + ")");
    }
    if (count == sizes.length) {
      sizes = Arrays.copyOf(sizes, MOST);
    }
    sizes[count] = size;
    count++;
  }

  /** Returns the shape; throws if a size is negative. */
  public Shape shape() {
    return Shape.of(Arrays.copyOf(sizes, count));
  }
}
