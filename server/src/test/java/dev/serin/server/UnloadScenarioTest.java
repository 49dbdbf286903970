package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.client.Model;
import dev.serin.client.RolloutChange;
import dev.serin.client.RolloutStart;
import dev.serin.client.SerinException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are unloaded on request, and loaded again. */
class UnloadScenarioTest {
  private static final String CONFIG =
      "models:\n  digits:\n    split: {1: 1}\n" + TestGateway.QUALITY;

  private static final RolloutStart START =
      RolloutStart.of(RolloutChange.of("digits")).withCandidate(2);

  @TempDir
  Path folder;

  @Test
  void unload_thenLoad_refusesCallsAndServesThemAgainWithTheSameSplit() throws Exception {
    try (var serin = TestGateway.start(folder, CONFIG, 1, 2)) {
      serin.split(Map.of(1L, "0.5", 2L, "0.5"));
      long before = serin.predict("alice").version();

      var unloaded = serin.admin().unloadModel("digits", "ada", "moved");

      assertThat(unloaded.state()).isEqualTo(Model.State.UNLOADED);
      assertThat(unloaded.versions())
          .extracting(Model.Version::state)
          .containsOnly(Model.VersionState.UNLOADED);
      assertThatThrownBy(() -> serin.predict("alice"))
          .isInstanceOfSatisfying(
              SerinException.class, e -> assertThat(e.code()).isEqualTo("UNAVAILABLE"))
          .hasMessageContaining("UNLOADED");
      assertThat(serin.admin().split("digits")).satisfies(revision -> {
        assertThat(revision.revision()).isEqualTo(3);
        assertThat(revision.author()).isEqualTo("ada");
        assertThat(revision.reason()).isEqualTo("moved");
        assertThat(revision.split()).containsEntry(2L, "0.5");
      });
      assertThat(serin.admin().status("digits").notes())
          .contains("unloaded by ada: moved (`./serin models load digits` serves it again)");
      assertThat(serin.gateway().notReady()).isEmpty();

      var loaded = serin.admin().loadModel("digits", "ada", "");

      assertThat(loaded.state()).isEqualTo(Model.State.SERVING);
      assertThat(serin.predict("alice").version()).isEqualTo(before);
      assertThat(serin.admin().split("digits").revision()).isEqualTo(4);
    }
  }

  @Test
  void unload_again_makesNoRevision() throws Exception {
    try (var serin = TestGateway.start(folder, CONFIG, 1)) {
      serin.admin().unloadModel("digits", "ada", "");
      serin.admin().unloadModel("digits", "bob", "");

      assertThat(serin.admin().split("digits").revision()).isEqualTo(2);
    }
  }

  @Test
  void restart_unloadedModel_isNotEvenLoaded() throws Exception {
    try (var serin = TestGateway.start(folder, CONFIG, 1, 2)) {
      serin.admin().unloadModel("digits", "ada", "");
    }
    // It could not be loaded.
    Files.writeString(folder.resolve("repository/digits/2/model.onnx"), "garbage");

    try (var serin = TestGateway.start(folder)) {
      assertThat(serin.admin().models().get(0).state()).isEqualTo(Model.State.UNLOADED);
      assertThat(serin.admin().models().get(0).versions())
          .extracting(Model.Version::state)
          .containsOnly(Model.VersionState.UNLOADED);
      assertThat(serin.admin().loadModel("digits", "ada", "").state())
          .isEqualTo(Model.State.SERVING);
    }
  }

  @Test
  void unload_whileARolloutRuns_isRefused() throws Exception {
    try (var serin = TestGateway.start(folder, CONFIG, 1, 2)) {
      serin.admin().startRollout(START);

      assertThatThrownBy(() -> serin.admin().unloadModel("digits", "ada", ""))
          .isInstanceOfSatisfying(
              SerinException.class, e -> assertThat(e.code()).isEqualTo("FAILED_PRECONDITION"))
          .hasMessageContaining("rollout #1 of version 2 is running (expected: none;");
      // Of whichever version: the rollout has begun to raise the share.
      assertThat(serin.predict("alice").version()).isPositive();
    }
  }

  @Test
  void rollout_ofAnUnloadedModel_isRefused() throws Exception {
    try (var serin = TestGateway.start(folder, CONFIG, 1, 2)) {
      serin.admin().unloadModel("digits", "ada", "");

      assertThatThrownBy(() -> serin.admin().startRollout(START))
          .hasMessageContaining("version 1 is UNLOADED");
    }
  }

  @Test
  void load_modelThatIsServed_takesANewVersionAtOnce() throws Exception {
    try (var serin = TestGateway.start(folder, CONFIG, 1)) {
      TestGateway.copyVersion(folder, 2);

      assertThat(serin.admin().loadModel("digits", "ada", "").versions())
          .extracting(Model.Version::state)
          .containsExactly(Model.VersionState.READY, Model.VersionState.READY);
      assertThat(serin.admin().split("digits").revision()).isEqualTo(1);
    }
  }

  @Test
  void loadAndUnload_unknownModel_areRefused() throws Exception {
    try (var serin = TestGateway.start(folder, CONFIG, 1)) {
      assertThatThrownBy(() -> serin.admin().loadModel("no", "ada", ""))
          .hasMessageContaining("model: no (expected: one of [digits])");
      assertThatThrownBy(() -> serin.admin().unloadModel("no", "ada", ""))
          .hasMessageContaining("model: no (expected: one of [digits])");
    }
  }
}
