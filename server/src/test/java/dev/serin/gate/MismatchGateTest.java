package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.GateId.Kind;
import dev.serin.gate.Label.Fit;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.gate.Verdict.Harm;
import dev.serin.model.Role;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MismatchGateTest {
  private static final long START = 1_000_000;

  private final Comparison comparison = new Comparison(GateSettings.DEFAULT, LossScale.BINARY);
  private long next;

  @BeforeEach
  void begin() {
    comparison.begin(new Step(1, 1, START, new BigDecimal("0.5")));
  }

  @Test
  void label_20OutsideAndMoreThanOneInAHundred_pauses() {
    labels(19, true, Fit.LABEL_OUTSIDE);
    assertThat(pause()).isEmpty();

    labels(1, true, Fit.LABEL_OUTSIDE);

    assertThat(pause()).hasValueSatisfying(harm -> {
      assertThat(harm.gate()).isEqualTo(GateId.of(Kind.QUALITY));
      assertThat(harm.consequence()).isEqualTo(Consequence.PAUSE);
      assertThat(harm.cause()).isEqualTo(HarmCause.LABELS_OUTSIDE);
      assertThat(GateText.of(harm)).isEqualTo("labels are none of the model's classes");
    });
    assertThat(comparison.judge(START).unproved()).contains(GateId.of(Kind.QUALITY));
  }

  @Test
  void label_20OutsideOfMany_changesNothing() {
    labels(2_000, true, Fit.FITS);
    labels(20, true, Fit.LABEL_OUTSIDE);

    assertThat(pause()).isEmpty();
    labels(1, true, Fit.LABEL_OUTSIDE);
    assertThat(pause()).isPresent();
  }

  /** A caller that sends one label again and again is no reason to stop a rollout. */
  @Test
  void label_outsideOfOneUser_countsFiveTimes() {
    for (int i = 0; i < 100; i++) {
      label(7, true, Fit.LABEL_OUTSIDE, 0);
    }

    assertThat(pause()).isEmpty();
  }

  @Test
  void label_outside_isNoLabelAndNoLoss() {
    labels(50, false, Fit.LABEL_OUTSIDE);

    assertThat(comparison.judge(START).labels().stable().inTime()).isZero();
  }

  @Test
  void predictionsOfStableOutside_pauseSinceTheConfigurationIsAtFault() {
    labels(100, true, Fit.PREDICTION_OUTSIDE);
    assertThat(pause()).isEmpty();

    labels(20, false, Fit.PREDICTION_OUTSIDE);

    assertThat(pause())
        .hasValueSatisfying(
            harm -> assertThat(harm.cause()).isEqualTo(HarmCause.PREDICTIONS_OUTSIDE));
  }

  @Test
  void acknowledge_beginsAnewAndKeepsWhatQualityKnows() {
    labels(40, true, Fit.FITS);
    labels(40, false, Fit.LABEL_OUTSIDE);
    var before = comparison.judge(START).labels().canary().inTime();

    comparison.acknowledge(Trial.Phase.SPLIT, START);

    assertThat(pause()).isEmpty();
    assertThat(comparison.judge(START).labels().canary().inTime()).isEqualTo(before);
    labels(19, false, Fit.LABEL_OUTSIDE);
    assertThat(pause()).isEmpty();
    labels(1, false, Fit.LABEL_OUTSIDE);
    assertThat(pause()).isPresent();
  }

  @Test
  void evidence_survivesARestart() {
    labels(20, true, Fit.LABEL_OUTSIDE);

    var resumed = new Comparison(GateSettings.DEFAULT, LossScale.BINARY, comparison.evidence());

    assertThat(resumed.judge(START).pause()).isPresent();
  }

  private Optional<Harm> pause() {
    return comparison.judge(START).pause();
  }

  private void labels(int count, boolean canary, Fit fit) {
    for (int i = 0; i < count; i++) {
      label(Traffic.hash(next++), canary, fit, fit == Fit.FITS ? 0 : 1);
    }
  }

  private void label(long user, boolean canary, Fit fit, double loss) {
    comparison.label(
        1,
        new Label(
            next,
            START + 1,
            START + 2,
            user,
            canary ? Role.CANARY : Role.STABLE,
            loss,
            /* covered= */ false,
            fit));
  }
}
