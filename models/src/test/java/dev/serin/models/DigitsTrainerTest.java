package dev.serin.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigitsTrainerTest {

  @TempDir
  private static Path again;

  @BeforeAll
  static void train() throws IOException {
    DigitsTrainer.main(new String[] {Committed.SOURCE.toString(), again.toString()});
  }

  /* Elsewhere Math.exp may differ in the last bit, and with it the weights; see the next test. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void train_onLinuxX64_makesTheCommittedBytes(int version) {
    var file = Path.of("repository/digits/" + version + "/model.onnx");

    assertThat(again.resolve(file)).hasSameBinaryContentAs(Committed.DIRECTORY.resolve(file));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void train_anywhere_predictsAsCommitted(int version) throws IOException, OrtException {
    var rows = Committed.pixels(Committed.heldOut());
    try (var made = OnnxModel.open(again.resolve(Committed.MODELS), version);
        var committed = OnnxModel.open(Committed.MODELS, version)) {
      assertThat(made.predictions(rows)).isEqualTo(committed.predictions(rows));
    }
  }

  @Test
  void train_heldOutRows_areThoseCommitted() {
    var file = Path.of("data/digits-heldout.csv");

    assertThat(again.resolve(file)).hasSameBinaryContentAs(Committed.DIRECTORY.resolve(file));
  }

  @Test
  void main_noArguments_saysWhatItExpects() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitsTrainer.main(new String[0]))
        .withMessage("arguments: 0 (expected: <digits.csv.gz> <directory>)");
  }
}
