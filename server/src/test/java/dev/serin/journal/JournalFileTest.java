package dev.serin.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.serin.control.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void open_afterClose_hasTheRevisions() throws IOException {
    try (var folder = StateFolder.open(state);
        var journal = Journal.open(folder)) {
      journal.load();
      journal.append(HISTORY.get(0));
      journal.append(HISTORY.get(1));
    }

    try (var folder = StateFolder.open(state);
        var journal = Journal.open(folder)) {
      assertThat(journal.load()).isEqualTo(HISTORY.subList(0, 2));
    }
  }

  @Test
  void load_tornTail_isCutOffInTheFile() throws IOException {
    var bytes = Histories.bytes(HISTORY);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));

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
  void read_damaged_saysWhereAndWhatIsBehind() throws IOException {
    damage(1);

    assertThat(JournalFile.read(state).damage()).hasValueSatisfying(damage -> {
      assertThat(damage.line()).isEqualTo(2);
      assertThat(damage.torn()).isFalse();
      assertThat(damage.lines()).isEqualTo(5);
      assertThat(damage.readable()).isEqualTo(HISTORY.subList(2, 6));
    });
  }

  @Test
  void read_noJournal_isRefused() {
    assertThatIOException()
        .isThrownBy(() -> JournalFile.read(state))
        .withMessage(
            "state: " + state + " (expected: a state folder, with revisions.journal in it)");
  }

  @Test
  void repair_whole_changesNothing() throws IOException {
    Files.write(file, Histories.bytes(HISTORY));

    assertThat(JournalFile.repair(state).copy()).isEmpty();
    assertThat(file).hasBinaryContent(Histories.bytes(HISTORY));
  }

  @Test
  void repair_damaged_keepsWhatIsBefore() throws IOException {
    damage(3);

    var repair = JournalFile.repair(state);

    assertThat(file).hasBinaryContent(Histories.bytes(HISTORY.subList(0, 3)));
    assertThat(repair.inForce()).containsOnlyKeys("digits").containsValue(HISTORY.get(2));
  }

  @Test
  void repair_damaged_keepsACopyOfAll() throws IOException {
    damage(3);
    var before = Files.readAllBytes(file);
    Files.createFile(state.resolve("revisions.journal.bak-1"));

    var repair = JournalFile.repair(state);

    assertThat(repair.copy()).contains(state.resolve("revisions.journal.bak-2"));
    assertThat(state.resolve("revisions.journal.bak-2")).hasBinaryContent(before);
  }

  @Test
  void repair_droppedLowering_warnsOfTheHigherShare() throws IOException {
    damage(3);

    assertThat(JournalFile.repair(state).warnings())
        .hasSize(3)
        .anySatisfy(warning -> assertThat(warning)
            .isEqualTo("1 of the dropped lines cannot be read; what they changed is not known"))
        .anySatisfy(warning -> assertThat(warning).contains("revision 6").endsWith("is dropped"))
        .anySatisfy(warning -> assertThat(warning)
            .startsWith("digits: version 2 has 0.5 of the users again; digits revision 6")
            .endsWith(" had given it 0"));
  }

  @Test
  void repair_firstLineDamaged_warnsThatNothingIsLeft() throws IOException {
    damage(0);

    assertThat(JournalFile.repair(state).warnings())
        .contains(
            "digits: no revision is left; the next start decides as if it were the first" + " one");
  }

  @Test
  void repair_folderHeld_isRefused() throws IOException {
    damage(3);

    try (var held = StateFolder.open(state)) {
      assertThatIOException()
          .isThrownBy(() -> JournalFile.repair(held.path()))
          .withMessageContaining("is held by another gateway, with pid ");
    }
  }

  @Test
  void load_afterRepair_isWhole() throws IOException {
    damage(3);
    JournalFile.repair(state);

    try (var folder = StateFolder.open(state);
        var journal = Journal.open(folder)) {
      assertThat(journal.load()).isEqualTo(HISTORY.subList(0, 3));
    }
  }

  /** Writes the history with one line damaged. */
  private void damage(int line) throws IOException {
    var bytes = Histories.bytes(HISTORY);
    bytes[Histories.bytes(HISTORY.subList(0, line)).length + 30] ^= 4;
    Files.write(file, bytes);
  }
}
