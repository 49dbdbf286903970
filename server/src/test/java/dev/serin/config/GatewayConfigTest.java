package dev.serin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.serin.config.yaml.ParsedConfig;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayConfigTest {
  @ParameterizedTest
  @CsvSource({
    "runners: 9, runners",
    "admit: inPlace, admit",
    "'limits: {messageBytes: 1MiB}', limits.messageBytes",
    "'limits: {inFlightBytes: 1GiB}', limits.inFlightBytes",
    "'limits: {runTimeout: 5s}', limits.runTimeout",
    "'feedback: {maxAge: 1d}', feedback.maxAge",
    "'feedback: {memory: 1MiB}', feedback.memory",
    "'feedback: {byRequestId: true}', feedback.byRequestId"
  })
  void restartNeeded_oneSettingDiffers_isNamed(String text, String name) {
    assertThat(config("models: {}").restartNeeded(config(text))).containsExactly(name);
  }

  @Test
  void restartNeeded_otherModels_needNone() {
    var other = "models: {m: {split: {1: 1}, quality: {metric: reward}}}";

    assertThat(config("models: {}").restartNeeded(config(other))).isEmpty();
  }

  @Test
  void of_noRunner_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GatewayConfig.defaults(0))
        .withMessage("runners: 0 (expected: at least 1)");
  }

  @Test
  void limits_largestRequestDoesNotFit_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Limits(2, 1, Duration.ofMinutes(1), Duration.ofSeconds(15), Optional.empty()))
        .withMessage("inFlightBytes: 1 (expected: at least messageBytes, 2, which is more than 0)");
  }

  private static GatewayConfig config(String text) {
    var parsed = new ConfigFile(GatewayConfig.defaults(2)).parse("serin.yaml", text);
    assertThat(parsed).isInstanceOf(ParsedConfig.Valid.class);
    return ((ParsedConfig.Valid<GatewayConfig>) parsed).config();
  }
}
