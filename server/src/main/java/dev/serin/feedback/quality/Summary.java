package dev.serin.feedback.quality;

/** The prediction of each row of a call, kept until its labels arrive. */
public sealed interface Summary {

  /** The size in bytes, without small objects. */
  default long bytes() {
    return 0;
  }

  /** No predictions: none are needed, or the output has none. */
  record None() implements Summary {}

  /** Too large for a prediction id; kept in the store. */
  record Stored() implements Summary {}

  /** The index of a class per row. */
  final class Classes implements Summary {
    /** The index of a row without a class. */
    public static final int NONE = -1;

    private final int count;
    private final int[] indexes;

    /** Takes ownership of the indexes; {@code count} is the number of classes, 0 if unknown. */
    public Classes(int count, int[] indexes) {
      this.count = count;
      this.indexes = indexes;
    }

    public int count() {
      return count;
    }

    public int rows() {
      return indexes.length;
    }

    @Override
    public long bytes() {
      return (long) indexes.length * Integer.BYTES;
    }

    /** The class of a row, or {@link #NONE}. */
    public int index(int row) {
      return indexes[row];
    }
  }

  /** A number per row. */
  final class Numbers implements Summary {
    private final float[] values;

    /** Takes ownership of the values. */
    public Numbers(float[] values) {
      this.values = values;
    }

    public int rows() {
      return values.length;
    }

    @Override
    public long bytes() {
      return (long) values.length * Float.BYTES;
    }

    /** The number of a row; not finite if the model returned none. */
    public float value(int row) {
      return values[row];
    }
  }

  /** A score per class and row, or one score per row: that of the second of two classes. */
  final class Scores implements Summary {
    private final int columns;
    private final float[] values;

    /** Takes ownership of the values, row by row. */
    Scores(int columns, float[] values) {
      this.columns = columns;
      this.values = values;
    }

    int classes() {
      return Math.max(columns, 2);
    }

    @Override
    public long bytes() {
      return (long) values.length * Float.BYTES;
    }

    /** The score of a class of a row. */
    double score(int row, int index) {
      double score = values[row * columns + (columns == 1 ? 0 : index)];
      return columns == 1 && index == 0 ? 1 - score : score;
    }
  }
}
