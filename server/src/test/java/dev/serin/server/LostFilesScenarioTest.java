package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serin.client.Model;
import dev.serin.client.Rollout;
import dev.serin.client.RolloutChange;
import dev.serin.client.RolloutPromotion;
import dev.serin.client.RolloutStart;
import dev.serin.client.SerinException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A start over a state folder without the copy of a version whose file was replaced meanwhile. The
 * evidence is about the former file, and must not promote the new one.
 */
class LostFilesScenarioTest {
  private static final String CONFIG = "models:\n  digits:\n    split: {1: 1}\n"
      + TestGateway.QUALITY
      + "    rollout: {candidate: 2, steps: [0.25, 0.5, 1.0], bake: 10m}\n";

  @TempDir
  Path folder;

  @BeforeEach
  void roll() throws Exception {
    try (var serin = TestGateway.start(folder, CONFIG, 1, 2, 3)) {
      serin.predict("alice");
      serin.admin().startRollout(RolloutStart.of(change("begin")));
      Await.until("users of the candidate", () -> state(serin) == Rollout.State.RAMPING);
    }
  }

  @Test
  void candidate_lostAndReplaced_endsTheRolloutAndItsUsersGetStable() throws Exception {
    replace(2);

    try (var serin = TestGateway.start(folder)) {
      Await.until("the rollout ends", () -> state(serin) == Rollout.State.ROLLED_BACK);

      var rollout = serin.admin().rollout("digits").rollout();
      assertThat(rollout.rollback().orElseThrow().act()).isEqualTo(Rollout.Act.FILES_LOST);
      assertThat(rollout.detail())
          .isEqualTo("the files of version 2 are lost, and others are in their place");
      assertThat(serin.admin().split("digits").split()).containsExactly(Map.entry(1L, "1"));
      assertThat(version(serin, 2).state()).isEqualTo(Model.VersionState.REPLACED);
      assertThat(serin.predict("alice").version()).isEqualTo(1);
    }
  }

  @Test
  void stable_lostAndReplaced_isNotServedUntilSomebodyAcceptsTheFile() throws Exception {
    replace(1);

    try (var serin = TestGateway.start(folder)) {
      Await.until("the rollout ends", () -> state(serin) == Rollout.State.ROLLED_BACK);
      assertThat(serin.admin().split("digits").split()).containsExactly(Map.entry(1L, "1"));
      assertThat(serin.admin().status("digits").model().state()).isEqualTo(Model.State.NOT_SERVING);
      assertThat(catchThrowableOfType(SerinException.class, () -> serin.predict("alice")))
          .hasMessageContaining("its files differ from the admitted ones");
      assertThat(catchThrowableOfType(SerinException.class, () -> accept(serin, "00"))
              .code())
          .isEqualTo("ABORTED");

      var accepted = accept(serin, version(serin, 1).sha256());

      assertThat(accepted.state()).isEqualTo(Model.VersionState.READY);
      Await.until("stable serves", () -> serving(serin));
      assertThat(serin.predict("alice").version()).isEqualTo(1);
      assertThat(catchThrowableOfType(SerinException.class, () -> accept(serin, accepted.sha256())))
          .hasMessageContaining("digits/1 is READY (expected: REPLACED)");
    }
    try (var serin = TestGateway.start(folder)) {
      assertThat(serin.predict("alice").version()).isEqualTo(1);
    }
  }

  /** The version that has all users keeps them: there is no better one to go back to. */
  @Test
  void formerStable_lostAfterThePromotion_endsTheWatch() throws Exception {
    try (var serin = TestGateway.start(folder)) {
      serin.admin().promoteRollout(new RolloutPromotion(change("promote"), true, true));
    }
    replace(1);

    try (var serin = TestGateway.start(folder)) {
      Await.until("the watch ends", () -> state(serin) == Rollout.State.COMPLETED);
      assertThat(serin.admin().split("digits").split()).containsExactly(Map.entry(2L, "1"));
      assertThat(serin.predict("alice").version()).isEqualTo(2);
    }
  }

  @Test
  void formerFile_backInItsPlace_servesAgain() throws Exception {
    replace(2);
    try (var serin = TestGateway.start(folder)) {
      Await.until("the rollout ends", () -> state(serin) == Rollout.State.ROLLED_BACK);
      Files.delete(file(2));

      TestGateway.copyVersion(folder, 2);

      Await.until(
          "version 2 is ready", () -> version(serin, 2).state() == Model.VersionState.READY);
      assertThat(state(serin)).isEqualTo(Rollout.State.ROLLED_BACK);
    }
  }

  /** Deletes the copy of a version and writes another one's file over its own. */
  private void replace(long version) throws IOException {
    var former = Files.readAllBytes(file(version));
    try (var copies = Files.walk(folder.resolve(".serin/models"))) {
      for (var copy : copies.filter(Files::isRegularFile).toList()) {
        if (Files.mismatch(copy, file(version)) == -1) {
          Files.delete(copy);
        }
      }
    }
    Files.write(file(version), Files.readAllBytes(file(3)));
    assertThat(Files.readAllBytes(file(version))).isNotEqualTo(former);
  }

  private Path file(long version) {
    return folder.resolve("repository/digits/" + version + "/model.onnx");
  }

  private static Model.Version accept(TestGateway serin, String sha256) {
    return serin.admin().acceptVersion("digits", 1, sha256, "bob", "the disk was lost");
  }

  private static boolean serving(TestGateway serin) {
    return serin.admin().status("digits").model().state() == Model.State.SERVING;
  }

  private static Rollout.State state(TestGateway serin) {
    return serin.admin().rollout("digits").rollout().state();
  }

  private static Model.Version version(TestGateway serin, long number) {
    return serin.admin().models().get(0).versions().stream()
        .filter(version -> version.number() == number)
        .findFirst()
        .orElseThrow();
  }

  private static RolloutChange change(String requestId) {
    return RolloutChange.of("digits").withAuthor("bob").withRequestId(requestId);
  }
}
