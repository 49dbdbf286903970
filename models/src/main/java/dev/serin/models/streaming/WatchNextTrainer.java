package dev.serin.models.streaming;

import dev.serin.models.Greedy;
import dev.serin.models.Lesson;
import dev.serin.models.Looks;
import dev.serin.models.OnnxGraphs;
import dev.serin.models.Recipes;
import dev.serin.models.Signature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The program that simulates the streaming service, trains its models and writes its viewers.
 *
 * <p>The first three versions are the same kind of model and differ by the amount of training data.
 * The fourth recognises who is watching, which no linear model can, and is slower. The fifth is the
 * second, but asks for gigabytes where a household that watches in the evening has watched as much
 * as one can.
 */
public final class WatchNextTrainer {

  private static final int VISITS = 10_000;
  private static final double LEARNING_RATE = 0.1;
  private static final int EARLY_LESSONS = 600;
  private static final int PASSES = 5;
  private static final int HASTY_LESSONS = 200;
  private static final double SVM_COST = 1;
  private static final double SVM_GAMMA = 0.5;
  private static final int LOOKS = 1;
  /** In hundreds: those of a household with as many as there are by day, and in the evening. */
  private static final float MOST_TITLES = 0.6f;

  private static final Signature SIGNATURE = new Signature(
      "watch-next", "viewer", Household.FEATURES.size(), "genres", Genres.COUNT, "genre");

  private final Path directory;

  private WatchNextTrainer(Path directory) {
    this.directory = directory;
  }

  /** Writes into the directory given as the argument. */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      throw new IllegalArgumentException("arguments: " + args.length + " (expected: <directory>)");
    }
    new WatchNextTrainer(Path.of(args[0])).writeAll();
  }

  private void writeAll() throws IOException {
    var lessons = History.finished(VISITS);
    write(1, logistic(lessons.subList(0, EARLY_LESSONS)));
    write(2, logistic(lessons));
    write(3, logistic(lessons.subList(0, HASTY_LESSONS)));
    write(4, supportVectors(lessons));
    write(5, greedy(lessons));
    ViewersFile.write(directory.resolve("viewers.csv.gz"), Audience.draw());
  }

  private static byte[] logistic(List<Lesson> lessons) {
    return OnnxGraphs.encode(Recipes.logistic(lessons, LEARNING_RATE, PASSES), SIGNATURE);
  }

  private static byte[] supportVectors(List<Lesson> lessons) {
    var model = Recipes.supportVectors(lessons, SVM_COST, SVM_GAMMA);
    return Looks.encode(model, SIGNATURE, LOOKS);
  }

  private static byte[] greedy(List<Lesson> lessons) {
    return Greedy.encode(
        Recipes.logistic(lessons, LEARNING_RATE, PASSES),
        SIGNATURE,
        Household.FEATURES.indexOf("is_evening"),
        Household.FEATURES.indexOf("titles"),
        MOST_TITLES);
  }

  private void write(int version, byte[] model) throws IOException {
    var folder = directory.resolve("watch-next").resolve(String.valueOf(version));
    Files.write(Files.createDirectories(folder).resolve("model.onnx"), model);
  }
}
