package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.Model;
import dev.serin.client.Model.VersionState;
import dev.serin.client.PredictCall;
import dev.serin.client.Role;
import dev.serin.client.SplitRevision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of the file and of the repository while a gateway runs. */
class ReloadScenarioTest {
  @TempDir
  Path folder;

  private TestGateway serin;
  private final LinkedBlockingQueue<SplitRevision> revisions = new LinkedBlockingQueue<>();

  @BeforeEach
  void start() throws Exception {
    serin = TestGateway.start(folder, config("{1: 1}"), 1, 2);
    var unused = serin.admin().watch("digits", revisions::add);
  }

  @AfterEach
  void stop() {
    serin.close();
  }

  @Test
  void editOfTheSplit_isInForceForNewCalls() throws Exception {
    serin.configure(config("{1: 0.5, 2: 0.5}"));

    var revision = Await.next(revisions, next -> next.revision() == 2);

    assertThat(revision.split()).containsEntry(1L, "0.5").containsEntry(2L, "0.5");
    assertThat(revision.author()).isEqualTo("serin.yaml");
    assertThat(serin.predict("alice").revision()).isEqualTo(2);
  }

  @Test
  void badEdit_changesNothingAndIsInTheNotesUntilItIsMended() throws Exception {
    serin.configure(config("{1: 0.5, 2: 0.51}"));

    Await.until("a note", () -> notes().contains("0.5 + 0.51 = 1.01 (expected: exactly 1)"));
    assertThat(notes()).contains("serin.yaml:3:12").contains("not in force");
    assertThat(serin.admin().split("digits").revision()).isEqualTo(1);

    serin.configure(config("{1: 0.5, 2: 0.5}"));
    Await.next(revisions, next -> next.revision() == 2);
    assertThat(notes()).isEmpty();
  }

  @Test
  void fileThatIsGone_changesNothingAndIsInTheNotes() throws Exception {
    Files.delete(folder.resolve("serin.yaml"));

    Await.until("a note", () -> notes().contains("missing"));

    assertThat(serin.predict("alice").version()).isEqualTo(1);
  }

  @Test
  void editThatIsRefused_isInTheNotes() throws Exception {
    serin.configure(config("{1: 0.4, 2: 0.6}"));

    Await.until("a note", () -> notes().contains("is refused"));

    assertThat(notes()).contains("version 2 never served and would gain 0.6");
    assertThat(serin.admin().split("digits").revision()).isEqualTo(1);
  }

  @Test
  void editOfARunningSetting_waitsForARestart() throws Exception {
    serin.configure("runners: 3\n" + config("{1: 1}"));

    Await.until("a note", () -> notes().contains("runners"));

    assertThat(notes()).contains("serin.yaml: runners changed; in force after a restart");
  }

  @Test
  void editOfTheQuality_isInForceAtOnce() throws Exception {
    serin.configure(config("{1: 1}").replace("accuracy", "brier"));

    Await.until(
        "the metric",
        () ->
            serin.admin().status("digits").versions().get(0).quality().metric().equals("brier"));
  }

  @Test
  void rpc_beatsAFileThatDoesNotChange_andTheStatusTells() throws Exception {
    serin.split(Map.of(1L, "0.9", 2L, "0.1"));
    // Another edit elsewhere in the file: the split block is the same.
    serin.configure("# a comment\n" + config("{1: 1}").replace("accuracy", "brier"));
    Await.until(
        "the metric",
        () ->
            serin.admin().status("digits").versions().get(0).quality().metric().equals("brier"));

    assertThat(serin.admin().split("digits").revision()).isEqualTo(2);
    assertThat(notes()).contains("serin.yaml says").contains("since a later change");
  }

  @Test
  void newVersion_becomesReadyAndGetsNobody_butCanBePinned() throws Exception {
    TestGateway.copyVersion(folder, 3);

    Await.until("version 3", () -> state(3) == VersionState.READY);

    assertThat(serin.admin().split("digits").split()).containsOnlyKeys(1L);
    var pinned =
        PredictCall.to("digits").version(3).input(Digits.row(0).tensor()).build();
    assertThat(serin.client().predict(pinned).role()).isEqualTo(Role.PINNED);
  }

  @Test
  void newModel_isServedFromItsFirstReadyVersion() throws Exception {
    var version = Files.createDirectories(folder.resolve("repository/other/7"));
    Files.copy(folder.resolve("repository/digits/1/model.onnx"), version.resolve("model.onnx"));

    Await.until(
        "the model",
        () -> serin.admin().models().stream()
            .anyMatch(
                model -> model.name().equals("other") && model.state() == Model.State.SERVING));

    assertThat(serin.admin().split("other").split()).containsOnlyKeys(7L);
  }

  private VersionState state(long number) {
    return serin.admin().status("digits").model().versions().stream()
        .filter(version -> version.number() == number)
        .findFirst()
        .map(Model.Version::state)
        .orElse(VersionState.UNKNOWN);
  }

  private String notes() {
    return String.join("\n", serin.admin().status("digits").notes());
  }

  private static String config(String split) {
    return "models:\n  digits:\n    split: " + split + "\n" + TestGateway.QUALITY;
  }
}
