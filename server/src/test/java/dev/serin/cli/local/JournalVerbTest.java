package dev.serin.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.access.Author;
import dev.serin.cli.Run;
import dev.serin.control.Revision;
import dev.serin.gate.Moment;
import dev.serin.journal.FileAdmitted;
import dev.serin.journal.Journal;
import dev.serin.journal.StateFolder;
import dev.serin.split.Assignment;
import dev.serin.split.Split;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalVerbTest {
  private static final String PROBLEM = "DIR/revisions.journal:2 does not match its checksum"
      + " (expected: a whole journal; restore it from a backup, or `./serin journal repair DIR`"
      + " removes damaged lines and takes users off candidates)";

  @TempDir
  private Path folder;

  private String dir = "";

  @BeforeEach
  void write() throws Exception {
    dir = folder.toString();
    try (var state = StateFolder.open(folder);
        var journal = Journal.open(state)) {
      FileAdmitted.open(state).close();
      journal.load();
      journal.append(revision(1, "first"), 0);
      journal.append(revision(2, "second"), 1);
    }
  }

  @Test
  void show_json_isOneObjectPerRevision() {
    var run = Run.of("journal", "show", dir, "-o", "json");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines()).hasSize(2);
    assertThat(run.out())
        .startsWith("{\"model\":\"digits\",\"revision\":1,\"split\":{\"1\":\"1\"},\"stable\":1,"
            + "\"salt\":\"digits\",\"author\":\"ada\",\"reason\":\"first\","
            + "\"time\":\"2025-01-01T00:00:00Z\",\"previousSplit\":{},\"absent\":[]}\n");
  }

  @Test
  void show_table_hasARowPerRevision() {
    assertThat(Run.of("journal", "show", dir).out()).isEqualTo("""
        MODEL   REVISION  SPLIT  STABLE  TIME                  AUTHOR  REASON
        digits  1         1=1    1       2025-01-01T00:00:00Z  ada     first
        digits  2         1=1    1       2025-01-01T00:00:00Z  ada     second
        """);
  }

  @Test
  void verify_wholeJournal_exits0() {
    assertThat(Run.of("journal", "verify", dir))
        .isEqualTo(new Run(0, dir + ": ok, revisions: 2\n", ""));
  }

  @Test
  void verify_damagedJournal_exits1AndTheCommandThatRepairs() throws IOException {
    damage();

    assertThat(Run.of("journal", "verify", dir))
        .isEqualTo(new Run(
            1,
            dir + ": a gateway cannot start, revisions: 1\n" + PROBLEM.replace("DIR", dir) + "\n",
            ""));
  }

  @Test
  void verify_damagedJournalAsJson_saysWhere() throws IOException {
    damage();

    assertThat(Run.of("journal", "verify", dir, "-o", "json"))
        .isEqualTo(new Run(
            1,
            "{\"dir\":\"" + dir + "\",\"revisions\":1,\"torn\":false,\"damaged\":1,\"damage\":{"
                + "\"line\":2,\"reason\":\"does not match its checksum\",\"repairable\":true},"
                + "\"problems\":[\"" + PROBLEM.replace("DIR", dir) + "\"]}\n",
            ""));
  }

  @Test
  void verify_tornEnd_isNoDamage() throws IOException {
    Files.writeString(file(), "half a li", StandardOpenOption.APPEND);

    assertThat(Run.of("journal", "verify", dir))
        .isEqualTo(new Run(0, dir + ": ok, revisions: 2; a partial write stands at the end\n", ""));
  }

  /** A folder that a gateway cannot start with is not "ok". */
  @ParameterizedTest
  @ValueSource(strings = {"revisions.journal", "versions"})
  void verify_emptiedOrMissing_exits1(String name) throws IOException {
    Files.writeString(folder.resolve("evidence.json"), "");
    for (var how : List.of("emptied", "missing")) {
      if (how.equals("emptied")) {
        Files.write(folder.resolve(name), new byte[0]);
      } else {
        Files.delete(folder.resolve(name));
      }

      var run = Run.of("journal", "verify", dir);

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).contains("a gateway cannot start").contains("journal repair " + dir);
    }
    assertThat(Run.of("journal", "repair", dir).exitCode()).isZero();
    assertThat(Run.of("journal", "verify", dir).exitCode()).isZero();
  }

  @Test
  void repair_folderOfSomethingElse_isRefusedAndLeftAlone() throws IOException {
    var other = Files.createDirectories(folder.resolve("models"));

    var run = Run.of("journal", "repair", other.toString());

    assertThat(run)
        .isEqualTo(new Run(
            1,
            "",
            "serin: state: " + other + " (expected: a state folder, such as models/.serin)\n"));
    assertThat(other).isEmptyDirectory();
  }

  /** Whole, so no repair removes it; but it is not well either. */
  @Test
  void repair_lineOfANewerRelease_exits1AndNamesTheRelease() throws IOException {
    var line = "{\"format\":7,\"serin\":\"3.2.1\"}".getBytes(StandardCharsets.UTF_8);
    var crc = new CRC32C();
    crc.update(line);
    Files.writeString(
        file(),
        String.format("%08x %s%n", crc.getValue(), new String(line, StandardCharsets.UTF_8)),
        StandardOpenOption.APPEND);

    var run = Run.of("journal", "repair", dir);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains(": nothing to repair\n")
        .contains("warning: line 4 is not a record that this release can read")
        .contains("written by Serin 3.2.1")
        .contains("prevents a gateway of this release from starting");
  }

  @Test
  void repair_damagedJournal_keepsACopyAndWarns() throws IOException {
    damage();

    var run = Run.of("journal", "repair", dir);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains(dir + ": repaired; the original journal is kept as ")
        .contains("digits  2 ")
        .contains("warning: damaged lines removed: 1; their changes are unknown");
    assertThat(Run.of("journal", "verify", dir).exitCode()).isZero();
  }

  @Test
  void repair_wholeJournal_changesNothing() {
    var run = Run.of("journal", "repair", dir, "-o", "json");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("{\"dir\":\"" + dir + "\",\"copy\":null,\"inForce\":[{\"model\":\"digits\","
            + "\"revision\":2,")
        .endsWith(",\"warnings\":[]}\n");
  }

  @Test
  void show_noJournal_exits1() {
    var run = Run.of("journal", "show", folder.resolve("none").toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("serin: state: ").contains("(expected: a state folder");
  }

  private void damage() throws IOException {
    var text = Files.readString(file(), StandardCharsets.UTF_8);
    Files.writeString(file(), text.replaceFirst("first", "fi-st"));
  }

  private Path file() {
    return folder.resolve("revisions.journal");
  }

  private static Revision revision(long number, String reason) {
    var versions = new TreeSet<Long>();
    versions.add(1L);
    return new Revision(
        "digits",
        number,
        Split.all(1),
        number == 1 ? Optional.empty() : Optional.of(Split.all(1)),
        1,
        Assignment.all("digits", 1),
        new TreeSet<>(),
        versions,
        Moment.of(Instant.parse("2025-01-01T00:00:00Z")),
        Author.of("ada"),
        reason,
        "",
        Optional.empty(),
        /* unloaded= */ false);
  }
}
