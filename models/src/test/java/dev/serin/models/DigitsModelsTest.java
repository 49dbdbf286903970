package dev.serin.models;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The properties of the committed models that the gateway and its demonstration rely on. */
class DigitsModelsTest {

  private static final List<Digit> HELD_OUT = Committed.heldOut();
  private static final float[][] PIXELS = Committed.pixels(HELD_OUT);

  @ParameterizedTest
  @CsvSource({"1, 0.91, 0.95", "2, 0.955, 0.985", "3, 0.78, 0.84"})
  void accuracy_onHeldOutRows_isInItsBand(int version, double low, double high)
      throws IOException, OrtException {
    try (var model = OnnxModel.open(Committed.MODELS, version)) {
      assertThat(Committed.accuracy(model.predictions(PIXELS), HELD_OUT)).isBetween(low, high);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void signature_ofEachVersion_isTheOneDocumented(int version) throws IOException, OrtException {
    try (var model = OnnxModel.open(Committed.MODELS, version)) {
      assertThat(model.signature()).isEqualTo("input FLOAT [-1, 64] -> output FLOAT [-1, 10]");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void probabilities_ofEachRow_sumToOne(int version) throws IOException, OrtException {
    try (var model = OnnxModel.open(Committed.MODELS, version)) {
      Scores.assertDistributions(model.scores(PIXELS));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void probabilities_rowByRow_areThoseOfTheBatch(int version) throws IOException, OrtException {
    try (var model = OnnxModel.open(Committed.MODELS, version)) {
      Scores.assertSame(model.scoresRowByRow(PIXELS), model.scores(PIXELS));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void metadata_ofFile_tellsNothingOfItsMaking(int version) throws IOException, OrtException {
    try (var model = OnnxModel.open(Committed.MODELS, version)) {
      assertThat(model.metadata()).isEmpty();
    }
  }
}
