package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.FeedbackResult;
import dev.serin.client.Rollout.State;
import dev.serin.client.RolloutChange;
import dev.serin.client.RolloutStart;
import dev.serin.client.SerinException;
import dev.serin.onnx.OnnxModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real gateway whose machine's wall clock is set while it runs. */
class ClockScenarioTest {
  private static final int BROKEN = 4;
  private static final int USERS = 200;
  private static final String CONFIG = "models:\n  digits:\n    split: {1: 1}\n"
      + TestGateway.QUALITY
      + "    gates: {mode: {latency: dry_run}}\n    rollout: {steps: [0.3, 1.0], bake: 10m}\n";

  @TempDir
  Path folder;

  private final AtomicReference<Duration> step = new AtomicReference<>(Duration.ZERO);
  private final InstantSource wall =
      () -> Instant.ofEpochMilli(InstantSource.system().millis()).plus(step.get());

  /** If the gates used the wall clock, the canary would stay for as long as the step. */
  @Test
  void rollout_wallClockSetBackAnHour_isRolledBackAtOnceAllTheSame() throws Exception {
    try (var serin = start()) {
      var change = RolloutChange.of("digits").withAuthor("tester").withReason("a test");
      serin.admin().startRollout(RolloutStart.of(change).withCandidate(BROKEN));
      Await.until("the first step", () -> state(serin) == State.RAMPING);
      step.set(Duration.ofHours(-1));

      Await.until("the rollback", () -> {
        call(serin);
        return state(serin) == State.ROLLED_BACK;
      });
    }
  }

  @Test
  void feedback_wallClockSetAheadAndBack_countsAsBefore() throws Exception {
    try (var serin = start()) {
      var early = serin.predict("alice");
      step.set(Duration.ofDays(8));
      var ahead = serin.predict("bob");
      assertThat(serin.label(early, "0").result()).isEqualTo(FeedbackResult.Result.ACCEPTED);
      awaitATick();
      step.set(Duration.ZERO);
      var late = serin.predict("carol");

      assertThat(serin.label(ahead, "0").result()).isEqualTo(FeedbackResult.Result.ACCEPTED);
      assertThat(serin.label(late, "0").result()).isEqualTo(FeedbackResult.Result.ACCEPTED);
    }
  }

  @Test
  void status_wallClockSet_saysSo() throws Exception {
    try (var serin = start()) {
      step.set(Duration.ofHours(-1));

      assertThat(serin.admin().status("digits").notes())
          .anyMatch(
              note -> note.startsWith("clock: the wall clock is 60 min behind the statistics"));
    }
  }

  /** State stored under a clock that ran ahead is not in the future. */
  @Test
  void start_wallClockBehindWhatWasKept_goesOnFromThat() throws Exception {
    step.set(Duration.ofDays(8));
    try (var serin = start()) {
      serin.label(serin.predict("alice"), "0");
      awaitATick();
    }
    step.set(Duration.ZERO);

    try (var serin = TestGateway.start(folder, wall)) {
      var prediction = serin.predict("bob");

      assertThat(serin.label(prediction, "0").result()).isEqualTo(FeedbackResult.Result.ACCEPTED);
      assertThat(serin.admin().status("digits").notes())
          .anyMatch(note -> note.startsWith("clock: "));
    }
  }

  /** Lets all users call; those of the broken version fail. */
  private static void call(TestGateway serin) {
    for (int user = 0; user < USERS; user++) {
      try {
        serin.client().predict(Crowd.call(user));
      } catch (SerinException e) {
        assertThat(e.code()).isEqualTo("INTERNAL");
      }
    }
  }

  /** Labels that are too old are dropped once a second. */
  private static void awaitATick() throws InterruptedException {
    long begun = System.nanoTime();
    Await.until("a tick", () -> System.nanoTime() - begun > 1_500_000_000L);
  }

  private TestGateway start() throws Exception {
    TestGateway.copyVersion(folder, 1);
    var broken = Files.createDirectories(folder.resolve("repository/digits/" + BROKEN));
    Files.write(broken.resolve("model.onnx"), OnnxModels.overflow("input", "output", 64, 10));
    Files.writeString(folder.resolve("serin.yaml"), CONFIG);
    return TestGateway.start(folder, wall);
  }

  private static State state(TestGateway serin) {
    return serin.admin().rollout("digits").rollout().state();
  }
}
