package dev.serin.demo;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.Comparison;
import dev.serin.client.Rollout.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays the demo with many seeds, faster than people can follow: {@code mvn test -Pdemo}. How each
 * ended is written below {@code server/target/demo-*}.
 */
class DemoSeedsTest {
  private static final int SEEDS = Integer.getInteger("serin.demoSeeds", 100);
  private static final Path TARGET = Path.of("target");
  private static final Path DEMO = Path.of("../models/demo");
  private static final Pace PACE = new Pace(3);

  @TempDir
  Path folder;

  @Test
  void play_everySeed_endsAsExpected() throws Exception {
    assertThat(play("every-seed", DEMO, Act.ALL, Duration.ofMinutes(5)))
        .allSatisfy(performance -> assertThat(performance.right())
            .as("seed %d: %s", performance.seed(), endings(performance))
            .isTrue());
  }

  /** Equal models need long to be proved equal; these get three times what a better one takes. */
  @Test
  void play_equalModels_areHardlyEverRolledBack() throws Exception {
    var performances =
        play("equal-models", equalModels(), Act.ALL.subList(0, 1), Duration.ofMinutes(2));

    assertThat(performances)
        .filteredOn(performance -> state(performance) == State.ROLLED_BACK)
        .hasSizeLessThanOrEqualTo(SEEDS / 100);
  }

  private static State state(Performance performance) {
    return performance.acts().get(0).rollout().state();
  }

  /** Plays with each seed, two at a time, as on a busy machine. */
  private static List<Performance> play(String name, Path files, List<Act> acts, Duration patience)
      throws Exception {
    var log = Files.createFile(Files.createTempDirectory(TARGET, "demo-").resolve(name + ".txt"));
    var pool = Executors.newFixedThreadPool(2);
    try {
      var played = LongStream.rangeClosed(1, SEEDS)
          .mapToObj(
              seed -> pool.submit(() -> play(new DemoOptions(files, seed, PACE, acts, patience))))
          .toList();
      var performances = new ArrayList<Performance>();
      for (var performance : played) {
        performances.add(performance.get());
        var last = performances.get(performances.size() - 1);
        Files.writeString(
            log, "seed " + last.seed() + ": " + String.join("; ", endings(last)) + "\n", APPEND);
      }
      return performances;
    } finally {
      pool.shutdownNow();
    }
  }

  private static Performance play(DemoOptions options) throws Exception {
    try (var demo = Demo.open(options, System::nanoTime)) {
      return demo.play(new DemoListener() {});
    }
  }

  private static List<String> endings(Performance performance) {
    return performance.acts().stream().map(DemoSeedsTest::ending).toList();
  }

  private static String ending(Played played) {
    var line = played.rollout().state() + played.gate().map(" "::concat).orElse("") + " after "
        + played.after().toMillis() + " ms at " + played.share() + ", resumed "
        + played.resumes() + " times, without answer " + played.failures();
    var last = played.statuses().get(played.statuses().size() - 1);
    return played.right()
        ? line
        : line + ", missing " + last.missing() + ", notes " + last.notes() + ", gates "
            + last.comparison().map(Comparison::gates);
  }

  /** The demo's files, with version 1 in the place of version 2. */
  private Path equalModels() throws IOException {
    Files.copy(DEMO.resolve("viewers.csv.gz"), folder.resolve("viewers.csv.gz"));
    for (int version : new int[] {1, 2}) {
      var target = Files.createDirectories(folder.resolve("watch-next/" + version));
      Files.copy(
          DEMO.resolve("watch-next/1/model.onnx"),
          target.resolve("model.onnx"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    return folder;
  }
}
