package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.Role;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Step STEP = new Step(1, 1, 100_000, new BigDecimal("0.5"));
  private static final Step NEXT = new Step(2, 2, 200_000, new BigDecimal("0.6"));

  private final Calls calls = new Calls();
  private final Comparison comparison = new Comparison(GateSettings.DEFAULT, LossScale.BINARY);

  @Test
  void of_noStep_isNothing() {
    assertThat(Progress.of(comparison.evidence(), 1)).isEmpty();
  }

  @Test
  void of_step_countsItsCallsUsersAndLabels() {
    comparison.begin(STEP);
    comparison.call(1, calls.canary(100_000));
    comparison.begin(NEXT);
    comparison.call(2, Calls.of(7, calls.canary(200_000)));
    comparison.call(2, Calls.of(7, calls.canary(210_000)));
    comparison.call(2, calls.stable(220_000));
    comparison.label(2, new Label(1, 200_000, 221_000, 7, Role.CANARY, 1, true));
    comparison.label(2, new Label(2, 200_000, 221_000, 8, Role.STABLE, 1, true));
    comparison.label(2, new Label(3, 200_000, 221_000, 9, Role.STABLE, 1, true));
    comparison.tick(230_000);

    assertThat(Progress.of(comparison.evidence(), 250_000))
        .contains(new Progress(
            NEXT,
            Duration.ofSeconds(50),
            Duration.ofSeconds(30),
            Duration.ofSeconds(40),
            Duration.ofSeconds(29),
            2,
            1,
            2,
            1,
            false));
  }

  @Test
  void of_stepWithoutCalls_isAsOldAsTheStep() {
    comparison.begin(STEP);

    assertThat(Progress.of(comparison.evidence(), 130_000).orElseThrow().sinceCall())
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void of_whatCameLastInTheFormerStep_isAsOldAsTheStep() {
    comparison.begin(STEP);
    comparison.call(1, calls.canary(150_000));
    comparison.label(1, new Label(1, 150_000, 160_000, 7, Role.CANARY, 1, true));
    comparison.begin(NEXT);
    comparison.tick(230_000);

    var progress = Progress.of(comparison.evidence(), 250_000).orElseThrow();
    assertThat(progress.sinceCall()).isEqualTo(Duration.ofSeconds(100));
    assertThat(progress.sinceCanaryCall()).isEqualTo(Duration.ofSeconds(50));
    assertThat(progress.sinceLabel()).isEqualTo(Duration.ofSeconds(50));
  }

  @Test
  void of_labelThatComesTooLate_isNone() {
    comparison.begin(STEP);
    comparison.label(1, new Label(1, 100_000, 2_000_000, 7, Role.CANARY, 1, true));

    assertThat(Progress.of(comparison.evidence(), 2_100_000).orElseThrow().sinceLabel())
        .isEqualTo(Duration.ofSeconds(2_000));
  }

  @Test
  void of_firstCohortComparedTwice_isSettled() {
    comparison.begin(STEP);
    comparison.call(1, calls.canary(100_000));
    comparison.tick(100_000 + 300_000 + 119_999);
    assertThat(Progress.of(comparison.evidence(), 0).orElseThrow().firstCohortSettled())
        .isFalse();

    comparison.tick(100_000 + 300_000 + 120_000);

    assertThat(Progress.of(comparison.evidence(), 0).orElseThrow().firstCohortSettled())
        .isTrue();
  }

  @Test
  void of_evidence_leavesItAlone() {
    var evidence = new Evidence();
    evidence.begin(STEP);

    Progress.of(evidence, 100_000);

    assertThat(evidence.numbers()).isEmpty();
  }
}
