package dev.serin.server;

import dev.serin.client.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A held-out row of the sample data: its pixels and the digit that it shows. */
public record Digits(String label, Tensor tensor) {
  private static final List<Digits> ROWS = read();

  /** All rows that no model was trained on. */
  public static List<Digits> rows() {
    return ROWS;
  }

  public static Digits row(int index) {
    return ROWS.get(index);
  }

  private static List<Digits> read() {
    try (var lines = Files.lines(Path.of("..", "models", "data", "digits-heldout.csv"))) {
      return lines.skip(1).map(Digits::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Digits parse(String line) {
    var fields = line.split(",", -1);
    var pixels = new float[fields.length - 1];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Float.parseFloat(fields[i + 1]);
    }
    return new Digits(fields[0], Tensor.fp32("input", Tensor.shapeOf(1, 64), pixels));
  }
}
