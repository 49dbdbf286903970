package dev.serin.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.repository.LoadRecord.FirstLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLoadRecordTest {
  private static final String ONE = "1".repeat(64);
  private static final String TWO = "2".repeat(64);
  private static final String RUNTIME = "1.29.0";
  /** Written by a release without first loads, which was killed twice while it loaded files. */
  private static final String OLDER = "851c0488 {\"format\":1,\"serin\":\"development\",\"loads\":"
      + "{\"running\":\"" + ONE + "\",\"ended\":{\"" + ONE + "\":1}}}\n";

  @TempDir
  private Path folder;

  @Test
  void open_afterAnEndWhileLoading_countsIt() throws IOException {
    begin(ONE);
    begin(ONE);
    begin(TWO);

    try (var state = StateFolder.open(folder)) {
      var record = FileLoadRecord.open(state, RUNTIME);
      assertThat(record.ended(ONE)).isEqualTo(2);
      assertThat(record.ended(TWO)).isOne();
    }
    try (var state = StateFolder.open(folder)) {
      assertThat(FileLoadRecord.open(state, RUNTIME).ended(TWO)).isOne();
    }
  }

  @Test
  void end_ofALoad_forgetsTheEndsOfBefore() throws IOException {
    begin(ONE);
    try (var state = StateFolder.open(folder)) {
      var record = FileLoadRecord.open(state, RUNTIME);
      record.begin(ONE);
      record.end(ONE);
    }

    try (var state = StateFolder.open(folder)) {
      assertThat(FileLoadRecord.open(state, RUNTIME).ended(ONE)).isZero();
    }
  }

  @Test
  void open_damaged_isForgotten() throws IOException {
    begin(ONE);
    Files.writeString(folder.resolve("loads.json"), "garbage\n");

    try (var state = StateFolder.open(folder)) {
      assertThat(FileLoadRecord.open(state, RUNTIME).ended(ONE)).isZero();
    }
  }

  @Test
  void first_lasts_untilAnotherVersionOfOnnxRuntime() throws IOException {
    var problem = new FirstLoad("signal 11 while loading");
    try (var state = StateFolder.open(folder)) {
      var record = FileLoadRecord.open(state, RUNTIME);
      assertThat(record.first(ONE)).isEmpty();
      record.first(ONE, FirstLoad.PASSED);
      record.first(TWO, FirstLoad.PASSED);
      record.first(TWO, problem);
      record.begin(ONE);
      record.end(ONE);
    }

    try (var state = StateFolder.open(folder)) {
      var record = FileLoadRecord.open(state, RUNTIME);
      assertThat(record.first(ONE)).contains(FirstLoad.PASSED);
      assertThat(record.first(TWO)).contains(problem);
      assertThat(FileLoadRecord.open(state, "1.30.0").first(TWO)).isEmpty();
    }
  }

  @Test
  void first_ofMany_keepsTheLast() throws IOException {
    try (var state = StateFolder.open(folder)) {
      var record = FileLoadRecord.open(state, RUNTIME);
      for (int i = 0; i < 1_001; i++) {
        record.first("file " + i, FirstLoad.PASSED);
      }

      assertThat(record.first("file 0")).isEmpty();
      assertThat(record.first("file 1")).isPresent();
      assertThat(record.first("file 1000")).isPresent();
    }
  }

  @Test
  void open_recordOfAnOlderRelease_isRead() throws IOException {
    Files.writeString(folder.resolve("loads.json"), OLDER);

    try (var state = StateFolder.open(folder)) {
      assertThat(FileLoadRecord.open(state, RUNTIME).ended(ONE)).isEqualTo(2);
    }
  }

  /** Acts as a gateway that crashes while it loads. */
  private void begin(String sha256) throws IOException {
    try (var state = StateFolder.open(folder)) {
      FileLoadRecord.open(state, RUNTIME).begin(sha256);
    }
  }
}
