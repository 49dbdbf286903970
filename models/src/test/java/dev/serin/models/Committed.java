package dev.serin.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The files of this module as they are under version control. */
final class Committed {

  /** The directory that the trainer has filled. */
  static final Path DIRECTORY = Path.of("");

  /** The rows as they came. */
  static final Path SOURCE = DIRECTORY.resolve("data/digits.csv.gz");

  private Committed() {}

  /** Returns the rows that no model has learnt from. */
  static List<Digit> heldOut() {
    try {
      return Digits.readHeldOut(DIRECTORY.resolve("data/digits-heldout.csv"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
