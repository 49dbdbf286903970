package dev.serin.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The program that makes the demonstration models and the rows they have not seen.
 *
 * <p>The three versions learn from ever different numbers of rows, on purpose few, so that they
 * differ by what a canary rollout should notice: the second is better than the first, the third,
 * trained in haste, is worse.
 */
public final class DigitsTrainer {

  private static final int LOGISTIC_ROWS = 250;
  private static final int LOGISTIC_PASSES = 3;
  private static final int SUPPORT_VECTOR_ROWS = 350;
  private static final int HASTY_ROWS = 100;
  private static final int HASTY_PASSES = 1;

  private final Path directory;

  private DigitsTrainer(Path directory) {
    this.directory = directory;
  }

  /** Reads the source file named first and writes into the directory named second. */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException(
          "arguments: " + args.length + " (expected: <digits.csv.gz> <directory>)");
    }
    train(Path.of(args[0]), Path.of(args[1]));
  }

  /**
   * Writes {@code data/digits-heldout.csv} and {@code repository/digits/1} to {@code 3} below the
   * directory, over what is there.
   */
  static void train(Path gzip, Path directory) throws IOException {
    new DigitsTrainer(directory).writeAll(Digits.read(gzip));
  }

  private void writeAll(Digits digits) throws IOException {
    var rows = digits.training();
    var logistic = Recipes.logistic(rows.subList(0, LOGISTIC_ROWS), LOGISTIC_PASSES);
    var supportVectors = Recipes.supportVectors(rows.subList(0, SUPPORT_VECTOR_ROWS));
    var hasty = Recipes.logistic(rows.subList(0, HASTY_ROWS), HASTY_PASSES);
    write(1, OnnxGraphs.encode(logistic));
    write(2, OnnxGraphs.encode(supportVectors));
    write(3, OnnxGraphs.encode(hasty));
    var data = Files.createDirectories(directory.resolve("data"));
    digits.writeHeldOut(data.resolve("digits-heldout.csv"));
  }

  private void write(int version, byte[] model) throws IOException {
    var folder = directory.resolve("repository/digits").resolve(String.valueOf(version));
    Files.write(Files.createDirectories(folder).resolve("model.onnx"), model);
  }
}
