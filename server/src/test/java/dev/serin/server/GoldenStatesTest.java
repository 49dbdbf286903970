package dev.serin.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.Rollout.State;
import dev.serin.client.RolloutChange;
import dev.serin.client.RolloutPromotion;
import dev.serin.journal.JournalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Law 14: everything that a gateway of any release wrote can be read. Each folder was left by a
 * real gateway of its release, together with the history that it reported.
 */
@Tag("long")
class GoldenStatesTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir
  Path folder;

  static List<Path> folders() throws IOException {
    try (Stream<Path> found = Files.walk(GOLDEN, 2)) {
      return found
          .filter(path -> GOLDEN.relativize(path).getNameCount() == 2)
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void start_onEachFolder_saysWhatWasSaidBefore(Path golden) throws Exception {
    prepare(golden);
    var before = JournalFile.read(folder.resolve(".serin")).revisions();
    try (var serin = TestGateway.start(folder)) {
      var says = JSON.readTree(GoldenStates.says(serin, before.size()));

      assertThat(says.path("splits").path("revisions").size()).isEqualTo(before.size());
      if (Files.exists(golden.resolve("says.json"))) {
        assertHolds(says, JSON.readTree(Files.readString(golden.resolve("says.json"))), "");
      }
    }
    var after = JournalFile.read(folder.resolve(".serin")).revisions();
    assertThat(after.subList(0, before.size())).isEqualTo(before);
  }

  /** A bug of the first release: its second process wrote a null, and its third did not start. */
  @Test
  void start_afterTheFolderThatBrickedAGateway_goesOnAsPlanned() throws Exception {
    prepare(GOLDEN.resolve("format-0/second-process"));

    try (var serin = TestGateway.start(folder)) {
      var change = RolloutChange.of("digits").withAuthor("tester").withReason("a test");
      assertThat(serin.admin().rollout("digits").rollout().state()).isEqualTo(State.PAUSED);
      var promoted =
          serin.admin().promoteRollout(new RolloutPromotion(change, /* full= */ true, true));
      assertThat(promoted.rollout().state()).isEqualTo(State.PROMOTED);
    }
    var rollout = JournalFile.read(folder.resolve(".serin")).revisions().get(5).rollout();
    assertThat(rollout.orElseThrow().plan().promotion().watch()).hasHours(1);
  }

  @Test
  void start_onTheFormerFormat_keepsTheFilesAsTheyWere() throws Exception {
    var golden = GOLDEN.resolve("format-0/ramping");
    prepare(golden);
    TestGateway.start(folder).close();
    TestGateway.start(folder).close();

    for (var name : List.of("revisions.journal", "evidence.json", "stopped.json", "versions")) {
      assertThat(folder.resolve(".serin/before-1").resolve(name))
          .hasSameBinaryContentAs(golden.resolve("state").resolve(name));
      assertThat(folder.resolve(".serin").resolve(name))
          .content(UTF_8)
          .containsPattern("(?m)^[0-9a-f]{8} \\{\"format\":1,");
    }
  }

  /** Evidence from before the conversion counts after it, and no model is in doubt. */
  @Test
  void start_onEvidenceOfTheFormerFormat_goesOnFromIt() throws Exception {
    prepare(GOLDEN.resolve("format-0/ramping"));

    try (var serin = TestGateway.start(folder)) {
      var status = serin.admin().rollout("digits");

      assertThat(status.rollout().state()).isEqualTo(State.RAMPING);
      assertThat(status.comparison().orElseThrow().gates())
          .filteredOn(gate -> gate.gate().equals("errors.slo"))
          .singleElement()
          .satisfies(gate -> {
            assertThat(gate.canary().observations()).isEqualTo(8);
            assertThat(gate.stable().observations()).isEqualTo(192);
          });
    }
  }

  /** The process may end anywhere in the conversion. */
  @Test
  void start_afterAConversionThatWasCutShort_endsIt() throws Exception {
    var golden = GOLDEN.resolve("format-0/ramping");
    prepare(golden);
    TestGateway.start(folder).close();
    var state = folder.resolve(".serin");
    for (var name : List.of("revisions.journal", "stopped.json")) {
      Files.delete(state.resolve(name));
      Files.copy(golden.resolve("state").resolve(name), state.resolve(name));
    }

    try (var serin = TestGateway.start(folder)) {
      assertThat(serin.admin().rollout("digits").rollout().state()).isEqualTo(State.RAMPING);
    }
  }

  private void prepare(Path golden) throws IOException {
    GoldenStates.models(folder);
    Files.copy(golden.resolve("serin.yaml"), folder.resolve("serin.yaml"));
    GoldenStates.copy(golden.resolve("state"), folder.resolve(".serin"));
  }

  /** Everything reported before is reported now; there may be more. */
  private static void assertHolds(JsonNode now, JsonNode before, String path) {
    if (before.isObject()) {
      before
          .properties()
          .forEach(field ->
              assertHolds(now.path(field.getKey()), field.getValue(), path + "." + field.getKey()));
    } else if (before.isArray()) {
      assertThat(now.size()).as(path).isEqualTo(before.size());
      for (int i = 0; i < before.size(); i++) {
        assertHolds(now.path(i), before.path(i), path + "[" + i + "]");
      }
    } else {
      assertThat(now).as(path).isEqualTo(before);
    }
  }
}
