package dev.serin.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.config.ConfigFile;
import dev.serin.config.GatewayConfig;
import dev.serin.config.ModelConfig;
import dev.serin.config.yaml.ParsedConfig;
import dev.serin.forecast.PlannedPhase.Wait.Cause;
import dev.serin.split.Share;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanNeedsTest {
  private static final Rates RATES = new Rates(50, 0.5, 0.002, 0.1);

  @Test
  void phases_defaultPlan_lastStepProves() {
    var phases = phases("rollout: {}", RATES);

    assertThat(phases).extracting(PlannedPhase::share).hasToString("[0.05, 0.1, 0.25, 0.5]");
    assertThat(phases.get(3).labels()).isEqualTo(100);
  }

  @Test
  void phases_callsComeInTheBake_takeTheBake() {
    // 300 calls at 2.5 a second are there after two minutes.
    var first = phases("rollout: {}", RATES).get(0);

    assertThat(first.longest().cause()).isEqualTo(Cause.BAKE);
    assertThat(first.longest().time()).contains(Duration.ofMinutes(10));
  }

  @Test
  void phases_fewCalls_takeUntilTheyCame() {
    // 300 calls at 0.05 a second.
    var first = phases("rollout: {}", new Rates(1, 0.5, 0.002, 0.1)).get(0);

    assertThat(first.longest().cause()).isEqualTo(Cause.CALLS);
    assertThat(first.longest().time()).contains(Duration.ofMinutes(100));
  }

  @Test
  void phases_onePercent_bakesHalfAsLong() {
    var first = phases("rollout: {steps: [0.01, 0.5, 1.0]}", new Rates(500, 0.5, 0.002, 0.1))
        .get(0);

    assertThat(first.longest().time()).contains(Duration.ofMinutes(5));
  }

  @Test
  void phases_earlierSteps_countInTheProof() {
    var alone = phases("rollout: {steps: [0.5, 1.0]}", RATES).get(0);
    var later = phases("rollout: {steps: [0.25, 0.5, 1.0]}", RATES).get(1);

    // Ten minutes with 12.5 calls a second, of which half have a label.
    assertThat(alone.labels() - later.labels()).isBetween(3_749L, 3_751L);
  }

  @Test
  void phases_qualityNotRequired_needNoLabels() {
    var last =
        phases("gates: {quality: {required: false}}\n    rollout: {}", RATES).get(3);

    assertThat(last.labels()).isZero();
  }

  @Test
  void phases_fewLabels_takeUntilTheirCohortsAreCompared() {
    var last =
        phases("rollout: {steps: [0.5, 1.0]}", new Rates(50, 0.1, 0.002, 0.1)).get(0);

    // Some 5,500 at 2.5 a second: eight cohorts of five minutes, and two ages.
    assertThat(last.longest().cause()).isEqualTo(Cause.LABELS);
    assertThat(last.longest().time()).contains(Duration.ofMinutes(42));
  }

  @Test
  void phases_noLabels_neverEnd() {
    var last = phases("rollout: {}", new Rates(50, 0, 0.002, 0.1)).get(3);

    assertThat(last.longest().cause()).isEqualTo(Cause.LABELS);
    assertThat(last.longest().time()).isEmpty();
  }

  @Test
  void phases_stepThatNeverEnds_isTheLast() {
    var phases = phases("rollout: {evidence: {0.05: non_inferior}}", new Rates(50, 0, 0.002, 0.1));

    assertThat(phases).hasSize(1);
  }

  @Test
  void phases_proof_takesEnoughUsersForTheCap() {
    var last = phases("rollout: {steps: [0.5, 1.0]}", RATES).get(0);

    // Five labels of each user count.
    assertThat(last.users()).isEqualTo((last.labels() + 4) / 5);
  }

  @Test
  void phases_shadow_comesFirstUntilItsCopiesCame() {
    var shadow = phases("rollout: {shadow: {}}", new Rates(10, 0.5, 0.002, 0.1)).get(0);

    assertThat(shadow.share()).isEqualTo(Share.ZERO);
    assertThat(shadow.calls()).isEqualTo(200);
    assertThat(shadow.longest().time()).contains(Duration.ofSeconds(1_000));
  }

  private static List<PlannedPhase> phases(String model, Rates rates) {
    var config = config("models:\n  m:\n    " + model);
    return new PlanNeeds(config.rollout().orElseThrow(), config.gates(), rates).phases();
  }

  private static ModelConfig config(String text) {
    var parsed = new ConfigFile(GatewayConfig.defaults(1)).parse("serin.yaml", text);
    assertThat(parsed).isInstanceOf(ParsedConfig.Valid.class);
    return ((ParsedConfig.Valid<GatewayConfig>) parsed).config().model("m");
  }
}
