package dev.serin.feedback.id;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

class PredictionIdFuzzTest {
  private final PredictionIds ids = new PredictionIds(keys());

  @FuzzTest(maxDuration = "2m")
  void read_anyText_isNobodysId(FuzzedDataProvider data) {
    assertThat(ids.read(data.consumeRemainingAsString())).isEmpty();
  }

  private static SigningKeys keys() {
    try {
      return SigningKeys.parse("test", "00".repeat(32));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
