package dev.serin.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.serin.control.Doubt;
import dev.serin.control.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalFileTest {
  private static final List<Revision> HISTORY = Histories.six();

  @TempDir
  private Path state;

  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = state.resolve("revisions.journal");
  }

  @Test
  void open_afterClose_hasTheRevisions() throws Exception {
    try (var folder = StateFolder.open(state);
        var journal = Journal.open(folder)) {
      journal.load();
      journal.append(HISTORY.get(0), 0);
      journal.append(HISTORY.get(1), 1);
    }

    try (var folder = StateFolder.open(state);
        var journal = Journal.open(folder)) {
      assertThat(journal.load()).isEqualTo(HISTORY.subList(0, 2));
    }
  }

  @Test
  void load_tornTail_isCutOffInTheFile() throws IOException {
    var bytes = Histories.bytes(HISTORY);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 2));

    try (var folder = StateFolder.open(state);
        var journal = Journal.open(folder)) {
      journal.load();
    }

    assertThat(file).hasBinaryContent(Histories.bytes(HISTORY.subList(0, 5)));
  }

  @Test
  void read_whole_hasNoDamage() throws IOException {
    Files.write(file, Histories.bytes(HISTORY));

    var scan = JournalFile.read(state);

    assertThat(scan.revisions()).isEqualTo(HISTORY);
    assertThat(scan.damage()).isEmpty();
  }

  @Test
  void read_damaged_saysWhereAndReadsTheRest() throws IOException {
    damage(1);

    var scan = JournalFile.read(state);

    assertThat(scan.damage())
        .contains(new Damage(3, "does not match its checksum", /* repairable= */ true));
    assertThat(scan.damaged()).isEqualTo(1);
    assertThat(scan.revisions()).isEqualTo(without(1));
  }

  @Test
  void read_noJournal_isRefused() {
    assertThatIOException()
        .isThrownBy(() -> JournalFile.read(state))
        .withMessage("state: " + state + " (expected: a state folder, such as models/.serin)");
  }

  @Test
  void repair_whole_changesNothing() throws IOException {
    Files.write(file, Histories.bytes(HISTORY));
    Files.write(state.resolve("versions"), FileAdmitted.beginning());

    assertThat(repair().changed()).isFalse();
    assertThat(file).hasBinaryContent(Histories.bytes(HISTORY));
  }

  @Test
  void repair_damaged_removesThatAndNothingElse() throws IOException {
    damage(3);

    var repair = repair();

    assertThat(repair.removed()).isEqualTo(1);
    assertThat(repair.after().revisions()).isEqualTo(without(3));
    assertThat(repair.inForce()).containsOnlyKeys("digits").containsValue(HISTORY.get(5));
  }

  @Test
  void repair_lineBreakLost_savesBothLines() throws IOException {
    var bytes = Histories.bytes(HISTORY);
    bytes[Histories.bytes(HISTORY.subList(0, 3)).length - 1] = ' ';
    Files.write(file, bytes);

    assertThat(repair().after().revisions()).isEqualTo(HISTORY);
  }

  /** A line of another release is not damaged. */
  @Test
  void repair_lineOfANewerRelease_staysAndIsNamed() throws IOException {
    damage(3);
    var newer = Lines.encode("{\"format\":2,\"serin\":\"7.0.0\"}".getBytes(UTF_8));
    Files.write(file, newer, StandardOpenOption.APPEND);

    assertThat(repair().warnings())
        .last()
        .asString()
        .contains("written by Serin 7.0.0")
        .endsWith("; it was kept, and prevents a gateway of this release from starting");
    assertThat(Files.readString(file)).contains(new String(newer, UTF_8));
  }

  @Test
  void repair_damaged_keepsACopyOfAll() throws IOException {
    damage(3);
    var before = Files.readAllBytes(file);
    Files.createFile(state.resolve("revisions.journal.bak-1"));

    var repair = repair();

    assertThat(repair.copy()).contains(state.resolve("revisions.journal.bak-2"));
    assertThat(state.resolve("revisions.journal.bak-2")).hasBinaryContent(before);
  }

  @Test
  void repair_damaged_warnsThatTheRestIsNotKnown() throws IOException {
    damage(5);

    assertThat(repair().warnings())
        .containsExactly(
            "versions starts empty: the next start accepts the current files of all versions, so"
                + " check that they are the right ones",
            "damaged lines removed: 1; their changes are unknown",
            "digits: revision 5 gave 1=0.5 2=0.3 3=0.2; it starts with all users at version 1; check"
                + " it, then restore the split with `./serin split set`",
            "a model without a revision in the journal is not served until its split is in"
                + " serin.yaml, such as `split: {1: 1}`");
  }

  @Test
  void repair_emptied_beginsANewOne() throws IOException {
    Files.createFile(file);
    Files.writeString(state.resolve("versions"), "something");

    assertThat(repair().warnings())
        .contains("a model without a revision in the journal is not served until its split is in"
            + " serin.yaml, such as `split: {1: 1}`");
    try (var folder = StateFolder.open(state);
        var journal = Journal.open(folder)) {
      assertThat(journal.load()).isEmpty();
    }
  }

  @Test
  void open_emptyBesideOtherState_isRefused() throws IOException {
    Files.createFile(file);
    Files.writeString(state.resolve("versions"), "something\n");

    try (var folder = StateFolder.open(state)) {
      assertThatIOException()
          .isThrownBy(() -> Journal.open(folder))
          .withMessageStartingWith(file + " is empty beside versions (expected: ")
          .withMessageContaining("`./serin journal repair " + state + "`");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evidence.json", "stopped.json", "labels/5.seen", "before-1"})
  void open_missingBesideOtherState_isRefused(String name) throws IOException {
    Files.createDirectories(state.resolve(name).getParent());
    Files.createFile(state.resolve(name));

    try (var folder = StateFolder.open(state)) {
      assertThatIOException()
          .isThrownBy(() -> Journal.open(folder))
          .withMessageStartingWith(file + " is missing beside ");
    }
  }

  /** The state after a first start that was killed before the first revision. */
  @Test
  void open_begunBesideOtherState_isAFirstStart() throws IOException {
    try (var folder = StateFolder.open(state);
        var journal = Journal.open(folder)) {
      journal.load();
    }
    Files.writeString(state.resolve("versions"), "something");

    try (var folder = StateFolder.open(state);
        var journal = Journal.open(folder)) {
      assertThat(journal.load()).isEmpty();
    }
  }

  @Test
  void append_folderDeletedWhileOpen_isRefused() throws Exception {
    try (var folder = StateFolder.open(state.resolve("s"));
        var journal = Journal.open(folder)) {
      journal.load();
      Files.delete(state.resolve("s/lock"));
      Files.delete(state.resolve("s/revisions.journal"));
      Files.delete(state.resolve("s"));

      assertThatIOException()
          .isThrownBy(() -> journal.append(HISTORY.get(0), 0))
          .withMessageContaining(" was moved or deleted while in use ");
    }
  }

  @Test
  void append_fileReplacedWhileOpen_isRefused() throws Exception {
    try (var folder = StateFolder.open(state);
        var journal = Journal.open(folder)) {
      journal.load();
      Files.copy(file, state.resolve("copy"));
      Files.move(state.resolve("copy"), file, StandardCopyOption.REPLACE_EXISTING);

      assertThatIOException()
          .isThrownBy(() -> journal.append(HISTORY.get(0), 0))
          .withMessageContaining(" was replaced while in use ");
    }
  }

  @Test
  void repair_folderHeld_isRefused() throws IOException {
    damage(3);

    try (var held = StateFolder.open(state)) {
      assertThatIOException()
          .isThrownBy(() -> JournalFile.repair(held.path(), Instant.EPOCH))
          .withMessageContaining("is in use by another gateway, with pid ");
    }
  }

  @Test
  void load_afterRepair_saysOfWhichModelsLinesMayBeMissing() throws IOException {
    damage(5);
    Files.writeString(state.resolve("stopped.json"), "anything");
    repair();

    try (var folder = StateFolder.open(state);
        var journal = Journal.open(folder)) {
      assertThat(journal.load()).isEqualTo(HISTORY.subList(0, 5));
      assertThat(journal.doubt().models()).containsExactly("digits");
      assertThat(ShutdownFile.of(folder, journal).take()).isEmpty();
    }
  }

  /** A removed line may have been any decision, wherever it was. */
  @Test
  void load_afterARepairInTheMiddle_isInDoubtAllTheSame() throws IOException {
    damage(2);
    repair();

    try (var folder = StateFolder.open(state);
        var journal = Journal.open(folder)) {
      assertThat(journal.load()).isEqualTo(without(2));
      assertThat(journal.doubt()).isEqualTo(new Doubt(Set.of("digits"), true));
    }
  }

  @Test
  void load_revisionAfterARepair_isTrustedAgain() throws Exception {
    damage(5);
    repair();

    try (var folder = StateFolder.open(state);
        var journal = Journal.open(folder)) {
      assertThat(journal.load()).isEqualTo(HISTORY.subList(0, 5));
      assertThat(journal.doubt()).isEqualTo(new Doubt(Set.of("digits"), true));
      journal.append(HISTORY.get(5), 5);
    }
    try (var folder = StateFolder.open(state);
        var journal = Journal.open(folder)) {
      assertThat(journal.load()).isEqualTo(HISTORY);
      assertThat(journal.doubt()).isEqualTo(Doubt.NONE);
    }
  }

  private Repair repair() throws IOException {
    return JournalFile.repair(state, Instant.parse("2025-01-02T03:04:05Z"));
  }

  private static List<Revision> without(int index) {
    var rest = new ArrayList<>(HISTORY);
    rest.remove(index);
    return rest;
  }

  /** Writes the history with one line damaged. */
  private void damage(int line) throws IOException {
    var bytes = Histories.bytes(HISTORY);
    bytes[Histories.bytes(HISTORY.subList(0, line)).length + 30] ^= 4;
    Files.write(file, bytes);
  }
}
