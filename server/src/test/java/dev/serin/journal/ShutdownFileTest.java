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
  private ShutdownFile left = new ShutdownFile(file);

  @BeforeEach
  void setUp() {
    file = folder.resolve(ShutdownFile.FILE);
    left = new ShutdownFile(file);
  }

  @Test
  void take_nothingLeft_isACrash() throws IOException {
    assertThat(left.take()).isEmpty();
  }

  @Test
  void take_afterAnOrderlyEnd_isWhatWasLeft() throws IOException {
    left.write(TIMES);

    assertThat(new ShutdownFile(file).take()).contains(TIMES);
  }

  @Test
  void take_noRolloutRan_isAnOrderlyEndAllTheSame() throws IOException {
    left.write(NONE);

    assertThat(left.take()).contains(NONE);
  }

  /** The next end may be a crash. */
  @Test
  void take_again_isACrash() throws IOException {
    left.write(TIMES);
    left.take();

    assertThat(file).doesNotExist();
    assertThat(left.take()).isEmpty();
  }

  @Test
  void write_again_replacesWhatWasLeft() throws IOException {
    left.write(TIMES);
    left.write(NONE);

    assertThat(left.take()).contains(NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{} {}"})
  void take_damaged_isACrashOnce(String text) throws IOException {
    Files.writeString(file, text, UTF_8);

    assertThat(left.take()).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void take_cutOff_isACrash() throws IOException {
    left.write(TIMES);
    var whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));

      assertThat(left.take()).as("%d bytes", length).isEmpty();
    }
  }

  @Test
  void write_intoAFolderThatIsGone_fails() {
    var gone = new ShutdownFile(folder.resolve("gone").resolve(ShutdownFile.FILE));

    assertThatIOException().isThrownBy(() -> gone.write(TIMES));
  }
}
