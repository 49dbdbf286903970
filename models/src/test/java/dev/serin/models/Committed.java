package dev.serin.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The digits of this module as they are under version control. */
final class Committed {

  /** The directory that the trainer writes into. */
  static final Path DIRECTORY = Path.of("");

  /** The source rows. */
  static final Path SOURCE = DIRECTORY.resolve("data/digits.csv.gz");

  /** The folder of the versions. */
  static final Path MODELS = DIRECTORY.resolve("repository/digits");

  private Committed() {}

  /** Returns the rows that no model has learnt from. */
  static List<Digit> heldOut() {
    try {
      return Digits.readHeldOut(DIRECTORY.resolve("data/digits-heldout.csv"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the model input for those rows. */
  static float[][] pixels(List<Digit> rows) {
    var matrix = new float[rows.size()][Digit.PIXELS];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < Digit.PIXELS; j++) {
        matrix[i][j] = rows.get(i).pixels().get(j);
      }
    }
    return matrix;
  }

  /** Returns the share of rows whose digit is as predicted. */
  static double accuracy(List<Integer> predictions, List<Digit> rows) {
    var right = IntStream.range(0, rows.size())
        .filter(i -> predictions.get(i) == rows.get(i).label());
    return (double) right.count() / rows.size();
  }
}
