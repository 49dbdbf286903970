package dev.serin.cli.data;

import dev.serin.cli.console.Home;
import dev.serin.cli.console.VerbException;
import dev.serin.client.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One row of the sample data that Serin ships: an image of a handwritten digit, and its digit.
 *
 * @param pixels as the sample models take them
 */
record SampleRow(String label, Tensor pixels) {
  private static final int PIXELS = 64;

  /** Returns a row by its number, from 0. */
  static SampleRow read(int number) {
    var lines = lines(file());
    int rows = lines.size() - 1;
    if (number < 0 || number >= rows) {
      throw VerbException.usage("--row: " + number + " (expected: 0 to " + (rows - 1) + ")");
    }
    var cells = lines.get(number + 1).split(",", -1);
    var pixels = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      pixels[i] = Float.parseFloat(cells[i + 1]);
    }
    return new SampleRow(cells[0], Tensor.fp32("input", List.of(1L, (long) PIXELS), pixels));
  }

  private static Path file() {
    return Home.folder().resolve("models/data/digits-heldout.csv");
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw VerbException.internal("sample rows: " + e + " (expected: a readable file)");
    }
  }
}
