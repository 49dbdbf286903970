package dev.serin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.Rollout.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plays the demo with many seeds, faster than people can follow: {@code mvn test -Pdemo}. */
class DemoSeedsTest {
  private static final Logger LOG = LoggerFactory.getLogger(DemoSeedsTest.class);
  private static final int SEEDS = Integer.getInteger("serin.demoSeeds", 100);
  private static final Path DEMO = Path.of("../models/demo");
  private static final Pace PACE = new Pace(3);

  @TempDir
  Path folder;

  @Test
  void play_everySeed_endsAsItMust() throws Exception {
    var wrong = new ArrayList<String>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      var performance = play(DEMO, seed, Act.ALL);
      LOG.info("seed {}: {} s, {}", seed, performance.took().toSeconds(), endings(performance));
      if (!performance.right()) {
        wrong.add("seed " + seed + ": " + endings(performance));
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void play_equalModels_areHardlyEverRolledBack() throws Exception {
    var equal = equalModels();
    int rolledBack = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      var performance = play(equal, seed, Act.ALL.subList(0, 1));
      LOG.info("equal models, seed {}: {}", seed, endings(performance));
      rolledBack += performance.acts().get(0).rollout().state() == State.ROLLED_BACK ? 1 : 0;
    }

    assertThat(rolledBack).isLessThanOrEqualTo(SEEDS / 100);
  }

  private static Performance play(Path files, long seed, List<Act> acts) throws Exception {
    try (var demo = Demo.open(new DemoOptions(files, seed, PACE, acts), System::nanoTime)) {
      return demo.play(new DemoListener.Silent());
    }
  }

  private static List<String> endings(Performance performance) {
    return performance.acts().stream()
        .map(played -> played.rollout().state() + played.gate().map(" "::concat).orElse("")
            + " after " + played.after().toMillis() + " ms at " + played.share())
        .toList();
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
