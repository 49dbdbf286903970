package dev.serin.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.serin.model.VersionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileAdmittedTest {
  private static final VersionId ONE = new VersionId("digits", 1);
  private static final VersionId TWELVE = new VersionId("digits", 12);
  private static final String FIRST = "0a".repeat(32);
  private static final String SECOND = "1b".repeat(32);

  @TempDir
  private Path parent;

  @Test
  void sha256_afterReopening_isTheFirstOne() throws IOException {
    try (var state = StateFolder.open(parent)) {
      try (var admitted = FileAdmitted.open(state)) {
        admitted.admit(ONE, FIRST);
        admitted.admit(ONE, SECOND);
        admitted.admit(TWELVE, SECOND);
      }
      try (var admitted = FileAdmitted.open(state)) {
        assertThat(admitted.sha256(ONE)).contains(FIRST);
        assertThat(admitted.sha256(TWELVE)).contains(SECOND);
        assertThat(admitted.sha256(new VersionId("digits", 2))).isEmpty();
      }
    }
    assertThat(Files.readString(parent.resolve("versions")))
        .containsPattern("(?m)^[0-9a-f]{8} \\{\"format\":1,.*\"" + FIRST + "\"}}$");
  }

  /** Otherwise any file could replace the one that was judged. */
  @ParameterizedTest
  @ValueSource(strings = {"missing", "empty", "torn"})
  void open_noVersionsBesideAJournal_isRefusedUntilARepair(String how) throws IOException {
    var versions = parent.resolve("versions");
    try (var state = StateFolder.open(parent)) {
      FileAdmitted.open(state).close();
    }
    Files.write(parent.resolve("revisions.journal"), FileAdmitted.beginning());
    if (how.equals("missing")) {
      Files.delete(versions);
    } else {
      Files.writeString(versions, how.equals("empty") ? "" : "0123");
    }

    try (var state = StateFolder.open(parent)) {
      assertThatIOException()
          .isThrownBy(() -> FileAdmitted.open(state))
          .withMessageStartingWith(versions + " is ")
          .withMessageContaining("journal repair " + parent);
    }
    assertThat(JournalFile.repair(parent, Instant.EPOCH).warnings())
        .contains(
            "versions starts empty: the next start accepts the current files of all versions, so"
                + " check that they are the right ones");
    try (var state = StateFolder.open(parent)) {
      FileAdmitted.open(state).close();
    }
  }

  /** The process may end at any point of its first start. */
  @Test
  void open_afterAFirstStartThatWasCutShort_goesOn() throws IOException {
    for (int length = 0; length < FileAdmitted.beginning().length; length++) {
      Files.write(parent.resolve("versions"), Arrays.copyOf(FileAdmitted.beginning(), length));
      Files.write(parent.resolve("revisions.journal"), new byte[0]);
      try (var state = StateFolder.open(parent)) {
        Journal.open(state).close();
        FileAdmitted.open(state).close();
        Journal.open(state).close();
      }
    }
  }

  @Test
  void admit_behindALineCutShortAnywhere_isReadAgain() throws IOException {
    var whole = bytes();
    for (int length = 0; length < whole.length; length++) {
      var storage = new MemoryStorage(Arrays.copyOf(whole, length));
      assertThat(admitted(storage).sha256(TWELVE)).isEmpty();

      admitted(storage).admit(ONE, SECOND);

      var again = admitted(storage);
      assertThat(again.sha256(ONE)).contains(SECOND);
      assertThat(again.sha256(TWELVE)).isEmpty();
    }
  }

  /** Without it another file could replace the one that was judged. */
  @Test
  void new_aDamagedLine_isRefused() throws IOException {
    var storage = new MemoryStorage(bytes());
    admitted(storage).admit(ONE, SECOND);
    var bytes = storage.read();
    bytes[20] ^= 1;

    assertThatIOException()
        .isThrownBy(() -> admitted(new MemoryStorage(bytes)))
        .withMessageStartingWith("state/versions:1 does not match its checksum (expected: ")
        .withMessageContaining("journal repair state");
  }

  @Test
  void admit_diskFull_failsAndLeavesWholeLines() throws IOException {
    var storage = new MemoryStorage(bytes());
    var admitted = admitted(storage);
    storage.space(30);
    assertThatIOException().isThrownBy(() -> admitted.admit(ONE, FIRST));
    assertThat(admitted.sha256(ONE)).isEmpty();
    storage.space(1_000);

    admitted.admit(ONE, FIRST);

    var again = admitted(storage);
    assertThat(again.sha256(ONE)).contains(FIRST);
    assertThat(again.sha256(TWELVE)).contains(FIRST);
  }

  @Test
  void admit_isForced() throws IOException {
    var storage = new MemoryStorage(new byte[0]);
    var admitted = admitted(storage);
    storage.failForce(true);

    assertThatIOException().isThrownBy(() -> admitted.admit(ONE, FIRST));

    assertThat(admitted.sha256(ONE)).isEmpty();
  }

  private static FileAdmitted admitted(Storage storage) throws IOException {
    return new FileAdmitted(Path.of("state", "versions"), storage);
  }

  private static byte[] bytes() throws IOException {
    var storage = new MemoryStorage(new byte[0]);
    admitted(storage).admit(TWELVE, FIRST);
    return storage.read();
  }
}
