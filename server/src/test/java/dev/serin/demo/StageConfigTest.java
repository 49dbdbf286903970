package dev.serin.demo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.config.ConfigFile;
import dev.serin.config.GatewayConfig;
import dev.serin.config.ModelConfig;
import dev.serin.config.yaml.ParsedConfig;
import dev.serin.gate.GateSettings;
import dev.serin.rollout.LivePlan;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StageConfigTest {
  private static final String DURATION = "PT[0-9][0-9A-Z.]*";

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 3, 10})
  void yaml_gates_areTheDefaultsButForDurations(double speed) {
    var gates = parsed(speed).gates();

    assertThat(timeless(gates)).isEqualTo(timeless(GateSettings.DEFAULT));
    assertThat(gates.cap()).isEqualTo(GateSettings.DEFAULT.cap());
    assertThat(gates.latency()).isEqualTo(GateSettings.DEFAULT.latency());
    assertThat(gates.service()).isEqualTo(GateSettings.DEFAULT.service());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 3, 10})
  void yaml_plan_isTheDefaultButForDurations(double speed) {
    var plan = parsed(speed).rollout().orElseThrow();

    assertThat(timeless(plan)).isEqualTo(timeless(LivePlan.DEFAULT));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 3})
  void yaml_durations_areDividedByTheSpeed(double speed) {
    var bake = parsed(speed).rollout().orElseThrow().plan().bake();

    assertThat(bake).isEqualTo(Duration.ofMillis((long) (6000 / speed)));
  }

  private static ModelConfig parsed(double speed) {
    var yaml = StageConfig.yaml(1, new Pace(speed));
    var config = new ConfigFile(GatewayConfig.defaults(1)).parse("serin.yaml", yaml);
    assertThat(config).isInstanceOf(ParsedConfig.Valid.class);
    var models = ((ParsedConfig.Valid<GatewayConfig>) config).config().models();
    return requireNonNull(models.get("watch-next"), "watch-next");
  }

  private static String timeless(Object settings) {
    return settings.toString().replaceAll(DURATION, "TIME");
  }
}
