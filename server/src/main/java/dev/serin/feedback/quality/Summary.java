package dev.serin.feedback.quality;

/** What is kept of a call's outputs until its labels come: the prediction of each row. */
public sealed interface Summary {

  /** The bytes that it takes up, without those of small objects. */
  default long bytes() {
    return 0;
  }

  /** Nothing: there is no need for it, or the output was not one that can be judged. */
  record None() implements Summary {}

  /** More than a prediction id can hold; the store has it. */
  record Stored() implements Summary {}

  /** The index of a class per row. */
  final class Classes implements Summary {
    /** Stands for a row without a class. */
    public static final int NONE = -1;

    private final int count;
    private final int[] indexes;

    /** Takes over the indexes; {@code count} says of how many classes, 0 if that is not known. */
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

    /** Takes over the values. */
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

    /** The number of a row; not finite if the model gave none. */
    public float value(int row) {
      return values[row];
    }
  }

  /** A score per class and row, or one score per row: that of the second of two classes. */
  final class Scores implements Summary {
    private final int columns;
    private final float[] values;

    /** Takes over the values, row by row. */
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
