package dev.serin.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tribuo.classification.sgd.linear.LinearSGDModel;

/**
 * The program that trains the demonstration models and writes the held-out rows.
 *
 * <p>The three versions learn from different and deliberately small numbers of rows, so that they
 * differ by as much as a canary rollout should notice: the second is better than the first, the
 * third, trained on the fewest rows, is worse.
 */
public final class DigitsTrainer {

  private static final Signature SIGNATURE =
      new Signature("digits", "input", Digit.PIXELS, "output", Digit.CLASSES, "digit");
  private static final double LEARNING_RATE = 0.03;
  private static final double SVM_COST = 1;
  private static final double SVM_GAMMA = 0.002;
  private static final int LOGISTIC_ROWS = 250;
  private static final int LOGISTIC_PASSES = 3;
  private static final int SUPPORT_VECTOR_ROWS = 350;
  private static final int HASTY_ROWS = 100;
  private static final int HASTY_PASSES = 1;

  private final Path directory;

  private DigitsTrainer(Path directory) {
    this.directory = directory;
  }

  /** Reads the source file, the first argument, and writes into the directory, the second. */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException(
          "arguments: " + args.length + " (expected: <digits.csv.gz> <directory>)");
    }
    train(Path.of(args[0]), Path.of(args[1]));
  }

  /**
   * Writes {@code data/digits-heldout.csv} and {@code repository/digits/1} to {@code 3} below the
   * directory, replacing existing files.
   */
  static void train(Path gzip, Path directory) throws IOException {
    new DigitsTrainer(directory).writeAll(Digits.read(gzip));
  }

  private void writeAll(Digits digits) throws IOException {
    write(1, OnnxGraphs.encode(logistic(digits, LOGISTIC_ROWS, LOGISTIC_PASSES), SIGNATURE));
    var vectors = lessons(digits, SUPPORT_VECTOR_ROWS);
    var machine = Recipes.supportVectors(vectors, SVM_COST, SVM_GAMMA);
    write(2, OnnxGraphs.encode(machine, SIGNATURE));
    write(3, OnnxGraphs.encode(logistic(digits, HASTY_ROWS, HASTY_PASSES), SIGNATURE));
    var data = Files.createDirectories(directory.resolve("data"));
    digits.writeHeldOut(data.resolve("digits-heldout.csv"));
  }

  private static LinearSGDModel logistic(Digits digits, int rows, int passes) {
    return Recipes.logistic(lessons(digits, rows), LEARNING_RATE, passes);
  }

  private static List<Lesson> lessons(Digits digits, int rows) {
    return digits.training().stream().limit(rows).map(Digit::lesson).toList();
  }

  private void write(int version, byte[] model) throws IOException {
    var folder = directory.resolve("repository/digits").resolve(String.valueOf(version));
    Files.write(Files.createDirectories(folder).resolve("model.onnx"), model);
  }
}
