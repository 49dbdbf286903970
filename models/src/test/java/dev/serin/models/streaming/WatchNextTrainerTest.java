package dev.serin.models.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("long")
class WatchNextTrainerTest {

  @TempDir
  private static Path again;

  @BeforeAll
  static void train() throws IOException {
    WatchNextTrainer.main(new String[] {again.toString()});
  }

  /* Elsewhere Math.exp may differ in the last bit, and with it the weights; see the next test. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void train_onLinuxX64_makesTheCommittedBytes(int version) {
    var file = Demo.file(version);

    assertThat(again.resolve(file)).hasSameBinaryContentAs(Demo.DIRECTORY.resolve(file));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void train_anywhere_predictsAsCommitted(int version) throws IOException, OrtException {
    var rows = Demo.viewers().features();
    try (var made = Demo.open(again, version);
        var committed = Demo.open(Demo.DIRECTORY, version)) {
      assertThat(made.predictions(rows)).isEqualTo(committed.predictions(rows));
    }
  }

  /* Unpacked, because zlib does not promise to pack alike in all its versions. */
  @Test
  void train_viewers_areThoseCommitted() {
    assertThat(Demo.viewers(again)).isEqualTo(Demo.viewers());
  }

  @Test
  void main_noArguments_saysWhatItExpects() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WatchNextTrainer.main(new String[0]))
        .withMessage("arguments: 0 (expected: <directory>)");
  }
}
