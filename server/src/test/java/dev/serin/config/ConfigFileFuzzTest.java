package dev.serin.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.serin.config.yaml.ParsedConfig;

class ConfigFileFuzzTest {
  private final ConfigFile file = new ConfigFile(GatewayConfig.defaults(1));

  @FuzzTest(maxDuration = "2m")
  void parse_anyBytes_areAConfigurationOrProblems(byte[] bytes) {
    var parsed = file.parse("fuzz.yaml", bytes);

    if (parsed instanceof ParsedConfig.Invalid<GatewayConfig> invalid) {
      assertThat(invalid.problems()).isNotEmpty();
    }
  }
}
