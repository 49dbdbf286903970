package dev.serin.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.serin.config.yaml.ParsedConfig;

class PlanFileFuzzTest {
  private final PlanFile file = new PlanFile();

  @FuzzTest(maxDuration = "2m")
  void parse_anyText_isAPlanOrProblems(FuzzedDataProvider data) {
    var parsed = file.parse("fuzz.yaml", data.consumeRemainingAsString());

    if (parsed instanceof ParsedConfig.Invalid<PlanConfig> invalid) {
      assertThat(invalid.problems()).isNotEmpty();
    }
  }
}
