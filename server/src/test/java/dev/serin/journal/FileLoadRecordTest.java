package dev.serin.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLoadRecordTest {
  private static final String ONE = "1".repeat(64);
  private static final String TWO = "2".repeat(64);

  @TempDir
  private Path folder;

  @Test
  void open_afterAnEndWhileLoading_countsIt() throws IOException {
    begin(ONE);
    begin(ONE);
    begin(TWO);

    try (var state = StateFolder.open(folder)) {
      var record = FileLoadRecord.open(state);
      assertThat(record.ended(ONE)).isEqualTo(2);
      assertThat(record.ended(TWO)).isOne();
    }
    try (var state = StateFolder.open(folder)) {
      assertThat(FileLoadRecord.open(state).ended(TWO)).isOne();
    }
  }

  @Test
  void end_ofALoad_forgetsTheEndsOfBefore() throws IOException {
    begin(ONE);
    try (var state = StateFolder.open(folder)) {
      var record = FileLoadRecord.open(state);
      record.begin(ONE);
      record.end(ONE);
    }

    try (var state = StateFolder.open(folder)) {
      assertThat(FileLoadRecord.open(state).ended(ONE)).isZero();
    }
  }

  @Test
  void open_damaged_isForgotten() throws IOException {
    begin(ONE);
    Files.writeString(folder.resolve("loads.json"), "garbage\n");

    try (var state = StateFolder.open(folder)) {
      assertThat(FileLoadRecord.open(state).ended(ONE)).isZero();
    }
  }

  /** Acts as a gateway that crashes while it loads. */
  private void begin(String sha256) throws IOException {
    try (var state = StateFolder.open(folder)) {
      FileLoadRecord.open(state).begin(sha256);
    }
  }
}
