package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.Model;
import dev.serin.client.SplitChange;
import dev.serin.client.Tensor;
import dev.serin.onnx.OnnxModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One version of a 29 MB model after another gets all users of a gateway at 70 % load, for
 * {@code -Dserin.soakMinutes}. Runs with {@code -Pslow} only, since it needs the machine for
 * itself.
 */
class SoakTest {
  private static final Duration LENGTH = Duration.ofMinutes(Long.getLong("serin.soakMinutes", 2));
  private static final Duration BETWEEN_SWAPS = Duration.ofSeconds(10);
  private static final int[] WIDTHS = {512, 2048, 2048, 1000};
  private static final double LOAD = 0.7;

  /** The code is compiled and loaded, and the heap has its size, after these swaps. */
  private static final int WARM_UP = 3;

  /** How much memory may grow after the warm-up. */
  private static final double MOST_GROWTH = 1.1;

  @TempDir
  Path folder;

  /** The resident memory after a swap. */
  private record Sample(double hours, double megabytes) {}

  @Test
  void swaps_underLoad_failNoCallAndKeepNoMemory() throws Exception {
    Files.createDirectories(folder.resolve("repository/mlp"));
    add(1);
    var samples = new ArrayList<Sample>();
    try (var gateway = LaunchedGateway.start(folder);
        var calls = new PacedCalls(gateway.client(), "mlp", input())) {
      calls.rate(LOAD * capacity(calls));
      long start = System.nanoTime();
      for (long version = 1; System.nanoTime() - start < LENGTH.toNanos(); version++) {
        long next = System.nanoTime() + BETWEEN_SWAPS.toNanos();
        swap(gateway, version, version + 1);
        pause(next - System.nanoTime());
        samples.add(new Sample(
            (System.nanoTime() - start) / (double) Duration.ofHours(1).toNanos(),
            Resident.megabytes(gateway.pid())));
        System.out.printf(
            "swap %d: %.0f MB, %d calls%n",
            version, samples.get(samples.size() - 1).megabytes(), calls.answered());
      }
      calls.finish();
      assertThat(calls.failures()).isEmpty();
    }

    var warm = samples.subList(WARM_UP, samples.size());
    var last = warm.subList(warm.size() / 3, warm.size());
    System.out.printf("resident memory of the last two thirds: %+.1f MB an hour%n", slope(last));
    assertThat(last.get(last.size() - 1).megabytes())
        .isLessThan(warm.get(0).megabytes() * MOST_GROWTH);
  }

  /** Returns the calls a second that the gateway answers, once its code is compiled. */
  private static double capacity(PacedCalls calls) throws InterruptedException {
    pause(BETWEEN_SWAPS.toNanos());
    long before = calls.answered();
    pause(BETWEEN_SWAPS.toNanos());
    return (calls.answered() - before) / (double) BETWEEN_SWAPS.toSeconds();
  }

  private void swap(LaunchedGateway gateway, long from, long to) throws Exception {
    add(to);
    Await.until("version " + to + " is ready", () -> ready(gateway, to));
    split(gateway, Map.of(from, "0.5", to, "0.5"), from);
    split(gateway, Map.of(to, "1"), to);
    remove(from);
    Await.until("version " + from + " is unloaded", () -> versions(gateway).size() == 1);
  }

  private static void split(LaunchedGateway gateway, Map<Long, String> shares, long stable) {
    gateway
        .admin()
        .setSplit(SplitChange.of("mlp", shares)
            .stable(stable)
            .author("tester")
            .reason("a swap")
            .force(true)
            .build());
  }

  private static boolean ready(LaunchedGateway gateway, long number) {
    return versions(gateway).stream()
        .anyMatch(
            version -> version.number() == number && version.state() == Model.VersionState.READY);
  }

  private static List<Model.Version> versions(LaunchedGateway gateway) {
    return gateway.admin().models().get(0).versions();
  }

  /** Makes a version's folder appear in one step with all its content. */
  private void add(long version) throws IOException {
    var next = Files.createDirectories(folder.resolve("next"));
    Files.write(next.resolve("model.onnx"), OnnxModels.perceptron(version, WIDTHS));
    Files.move(next, version(version), StandardCopyOption.ATOMIC_MOVE);
  }

  private void remove(long version) throws IOException {
    var last = folder.resolve("last");
    Files.move(version(version), last, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(last.resolve("model.onnx"));
    Files.delete(last);
  }

  private Path version(long version) {
    return folder.resolve("repository/mlp/" + version);
  }

  private static Tensor input() {
    return Tensor.fp32(OnnxModels.INPUT, Tensor.shapeOf(1, WIDTHS[0]), new float[WIDTHS[0]]);
  }

  private static void pause(long nanos) throws InterruptedException {
    boolean unused = new CountDownLatch(1).await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Returns the slope of the line through the samples by least squares, in megabytes an hour. */
  private static double slope(List<Sample> samples) {
    double meanHours = samples.stream().mapToDouble(Sample::hours).average().orElseThrow();
    double mean = samples.stream().mapToDouble(Sample::megabytes).average().orElseThrow();
    double together = 0;
    double square = 0;
    for (var sample : samples) {
      together += (sample.hours() - meanHours) * (sample.megabytes() - mean);
      square += (sample.hours() - meanHours) * (sample.hours() - meanHours);
    }
    return together / square;
  }
}
