package dev.serin.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway and its demonstration expect of the committed models. */
class DigitsModelsTest {

  private static final List<Digit> HELD_OUT = Committed.heldOut();

  @ParameterizedTest
  @CsvSource({"1, 0.91, 0.95", "2, 0.955, 0.985", "3, 0.78, 0.84"})
  void accuracy_onHeldOutRows_isInItsBand(int version, double low, double high)
      throws OrtException {
    try (var model = OnnxModel.open(Committed.DIRECTORY, version)) {
      assertThat(model.accuracy(HELD_OUT)).isBetween(low, high);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void signature_ofEachVersion_isTheOneDocumented(int version) throws OrtException {
    try (var model = OnnxModel.open(Committed.DIRECTORY, version)) {
      assertThat(model.signature()).isEqualTo("input FLOAT [-1, 64] -> output FLOAT [-1, 10]");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void probabilities_ofEachRow_sumToOne(int version) throws OrtException {
    try (var model = OnnxModel.open(Committed.DIRECTORY, version)) {
      assertThat(Arrays.asList(model.probabilities(HELD_OUT)))
          .allSatisfy(DigitsModelsTest::isDistribution);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void probabilities_rowByRow_areThoseOfTheBatch(int version) throws OrtException {
    try (var model = OnnxModel.open(Committed.DIRECTORY, version)) {
      var batch = model.probabilities(HELD_OUT);

      for (int i = 0; i < batch.length; i++) {
        var single = model.probabilities(HELD_OUT.subList(i, i + 1));
        assertThat(single[0]).containsExactly(batch[i], within(1e-6f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void metadata_ofFile_tellsNothingOfItsMaking(int version) throws OrtException {
    try (var model = OnnxModel.open(Committed.DIRECTORY, version)) {
      assertThat(model.metadata()).isEmpty();
    }
  }

  private static void isDistribution(float[] row) {
    assertThat(row).doesNotContain(Float.NaN);
    float sum = 0;
    for (float probability : row) {
      assertThat(probability).isBetween(0f, 1f);
      sum += probability;
    }
    assertThat(sum).isCloseTo(1, within(1e-5f));
  }
}
