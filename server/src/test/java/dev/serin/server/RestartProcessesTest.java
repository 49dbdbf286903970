package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.Rollout.State;
import dev.serin.client.RolloutAdvance;
import dev.serin.client.RolloutChange;
import dev.serin.client.RolloutPromotion;
import dev.serin.client.RolloutStart;
import dev.serin.client.SerinAdmin;
import dev.serin.client.SplitChange;
import dev.serin.client.SplitRevision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law 14 over several processes: each reads what all before it wrote, finds the rollout in another
 * state, and adds to it. Every other one has the plan in its configuration.
 */
@Tag("long")
class RestartProcessesTest {
  private static final String PLAIN = """
      models:
        digits:
          split: {1: 1}
          quality: {metric: accuracy, output: output}
      """;
  private static final String BLOCK = PLAIN + "    rollout: {steps: [0.2, 0.5, 1.0]}\n";

  @TempDir
  Path folder;

  private List<SplitRevision> written = List.of();

  private interface Command {
    void give(ChildGateway serin, SerinAdmin admin) throws Exception;
  }

  @Test
  void tenRestarts_eachWithAnotherStateAndCommand_readAllThatWasWritten() throws Exception {
    GoldenStates.models(folder);
    Files.createDirectories(folder.resolve("temporary"));

    process(PLAIN, "", (serin, admin) -> start(admin, 2), State.RAMPING);
    process(PLAIN, "PAUSED", (serin, admin) -> admin.abortRollout(change()), State.ROLLED_BACK);
    process(PLAIN, "ROLLED_BACK", (serin, admin) -> start(admin, 2), State.RAMPING);
    process(
        BLOCK,
        "PAUSED",
        (serin, admin) ->
            admin.promoteRollout(new RolloutPromotion(change(), /* full= */ true, true)),
        State.PROMOTED);
    process(PLAIN, "ROLLED_BACK", (serin, admin) -> start(admin, 2), State.RAMPING);
    process(PLAIN, "PAUSED", (serin, admin) -> admin.abortRollout(change()), State.ROLLED_BACK);
    process(
        BLOCK,
        "ROLLED_BACK",
        (serin, admin) -> {
          Crowd.predict(serin.client(), 50);
          start(admin, GoldenStates.BROKEN);
        },
        State.REJECTED);
    process(BLOCK, "REJECTED", (serin, admin) -> start(admin, 2), State.RAMPING);
    process(PLAIN, "PAUSED", (serin, admin) -> admin.resumeRollout(change()), State.RAMPING);
    process(BLOCK, "ROLLED_BACK", (serin, admin) -> start(admin, 2), State.RAMPING);
    process(
        PLAIN,
        "PAUSED",
        (serin, admin) -> {
          admin.resumeRollout(change());
          admin.advanceRollout(new RolloutAdvance(change(), /* skipEvidence= */ true));
        },
        State.RAMPING);
    process(
        PLAIN,
        "ROLLED_BACK",
        (serin, admin) -> admin.setSplit(
            SplitChange.of("digits", Map.of(1L, "0.7", 2L, "0.3")).build()),
        State.ROLLED_BACK);
    process(BLOCK, "ROLLED_BACK", (serin, admin) -> {}, State.ROLLED_BACK);
  }

  /** Starts a process, which finds a state, runs a command, reaches another state and is killed. */
  private void process(String config, String found, Command command, State left) throws Exception {
    Files.writeString(folder.resolve("serin.yaml"), config);
    try (var serin = ChildGateway.start(folder)) {
      var admin = serin.admin();
      var read = history(admin);
      assertThat(read.subList(0, written.size())).isEqualTo(written);
      if (!found.isEmpty()) {
        assertThat(state(admin)).hasToString(found);
      }
      command.give(serin, admin);
      Await.until(left.name(), () -> state(admin) == left);
      written = history(admin);
      assertThat(written).startsWith(read.toArray(SplitRevision[]::new));
    }
  }

  /** Oldest first. */
  private static List<SplitRevision> history(SerinAdmin admin) {
    var history = new ArrayList<>(admin.history("digits", 1_000));
    Collections.reverse(history);
    return history;
  }

  private static State state(SerinAdmin admin) {
    return admin.rollout("digits").rollout().state();
  }

  private static void start(SerinAdmin admin, long candidate) {
    admin.startRollout(RolloutStart.of(change()).withCandidate(candidate).withForce(true));
  }

  private static RolloutChange change() {
    return RolloutChange.of("digits").withAuthor("tester").withReason("a test");
  }
}
