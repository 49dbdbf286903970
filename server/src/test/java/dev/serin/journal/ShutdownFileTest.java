package dev.serin.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.serin.control.CleanShutdown;
import dev.serin.control.PhaseTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShutdownFileTest {
  private static final CleanShutdown TIMES = new CleanShutdown(
      new TreeMap<>(Map.of(
          "digits", new PhaseTime(7, Duration.ofMillis(61_001), Duration.ofNanos(5)),
          "watch-next \"ü\"", new PhaseTime(1, Duration.ZERO, Duration.ofDays(3)))),
      17);

  private static final CleanShutdown NONE = new CleanShutdown(new TreeMap<>(), 0);

  @TempDir
  private Path folder;

  private Path file = Path.of("");
  private ShutdownFile record = new ShutdownFile(file, () -> {});

  @BeforeEach
  void setUp() {
    file = folder.resolve(ShutdownFile.FILE);
    record = new ShutdownFile(file, () -> {});
  }

  @Test
  void take_noRecord_isACrash() throws IOException {
    assertThat(record.take()).isEmpty();
  }

  @Test
  void take_afterACleanShutdown_isItsRecord() throws IOException {
    record.write(TIMES);

    assertThat(new ShutdownFile(file, () -> {}).take()).contains(TIMES);
  }

  @Test
  void take_noRolloutRan_isACleanShutdownAllTheSame() throws IOException {
    record.write(NONE);

    assertThat(record.take()).contains(NONE);
  }

  /** The next process may crash. */
  @Test
  void take_again_isACrash() throws IOException {
    record.write(TIMES);
    record.take();

    assertThat(file).doesNotExist();
    assertThat(record.take()).isEmpty();
  }

  @Test
  void write_again_replacesTheRecord() throws IOException {
    record.write(TIMES);
    record.write(NONE);

    assertThat(record.take()).contains(NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{} {}"})
  void take_damaged_isACrashOnce(String text) throws IOException {
    Files.writeString(file, text, UTF_8);

    assertThat(record.take()).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void take_cutOff_isACrash() throws IOException {
    record.write(TIMES);
    var whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));

      assertThat(record.take()).as("%d bytes", length).isEmpty();
    }
  }

  @Test
  void write_intoAFolderThatIsGone_fails() {
    var gone = new ShutdownFile(folder.resolve("gone").resolve(ShutdownFile.FILE), () -> {});

    assertThatIOException().isThrownBy(() -> gone.write(TIMES));
  }

  @Test
  void write_journalDeletedWhileOpen_isRefused() throws IOException {
    try (var state = StateFolder.open(folder);
        var journal = Journal.open(state)) {
      journal.load();
      Files.delete(folder.resolve(Journal.FILE));

      assertThatIOException()
          .isThrownBy(() -> ShutdownFile.of(state, journal).write(NONE))
          .withMessageContaining(" was moved or deleted while in use ");
    }
  }
}
