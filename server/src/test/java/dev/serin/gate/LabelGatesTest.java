package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.Role;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class LabelGatesTest {
  private static final long MINUTE = 60_000;
  /** When the first cohort ends. */
  private static final long COHORT = 5 * MINUTE;

  private static final Step STEP = new Step(1, 1, 0, new BigDecimal("0.5"));
  private static final Step NEXT = new Step(2, 2, 3 * MINUTE, new BigDecimal("0.6"));

  private final Evidence evidence = new Evidence();
  private final LabelGates gates = new LabelGates(evidence, GateSettings.DEFAULT, LossScale.BINARY);
  private long user;

  @Test
  void advance_endOfACell_closesIt() {
    predict(STEP, 0, 100, true);
    predict(STEP, 0, 100, false);
    label(STEP, 0, MINUTE, 100, true, 1);
    label(STEP, 0, MINUTE, 100, false, 0);

    gates.advance(COHORT + MINUTE - 1);
    assertThat(evidence.alarms()).isEmpty();
    gates.advance(COHORT + MINUTE);

    assertThat(evidence.alarms()).containsEntry("quality", COHORT + MINUTE);
    assertThat(evidence.marks()).containsEntry("cohorts.closed", COHORT + MINUTE);
  }

  @Test
  void advance_labelsOfOtherAges_areNotCompared() {
    predict(STEP, 0, 100, true);
    predict(STEP, 0, 100, false);
    label(STEP, 0, MINUTE, 100, true, 1);
    label(STEP, 0, MINUTE + 1, 100, false, 0);

    gates.advance(COHORT + 30 * MINUTE);

    assertThat(evidence.alarms()).doesNotContainKey("quality");
  }

  @Test
  void advance_labelsOfOtherCohorts_areNotCompared() {
    label(STEP, COHORT - 1, MINUTE, 100, true, 1);
    label(STEP, COHORT, MINUTE, 100, false, 0);

    gates.advance(2 * COHORT + 30 * MINUTE);

    assertThat(evidence.alarms()).isEmpty();
  }

  @Test
  void advance_labelsOfOtherSteps_areNotCompared() {
    label(STEP, 3 * MINUTE, MINUTE, 100, true, 1);
    label(NEXT, 3 * MINUTE, MINUTE, 100, false, 0);

    gates.advance(2 * COHORT + 30 * MINUTE);

    assertThat(evidence.alarms()).isEmpty();
  }

  @Test
  void advance_stepThatEndedEarly_keepsTheEndOfItsCohorts() {
    label(STEP, 0, MINUTE, 100, true, 1);
    label(STEP, 0, MINUTE, 100, false, 0);
    label(NEXT, 3 * MINUTE, MINUTE, 1, false, 0);

    gates.advance(COHORT + MINUTE - 1);
    assertThat(evidence.alarms()).isEmpty();
    gates.advance(COHORT + MINUTE);

    assertThat(evidence.alarms()).containsEntry("quality", COHORT + MINUTE);
  }

  @Test
  void advance_coverageAlarmAtTheSameTime_comesFirst() {
    predict(STEP, 0, 200, true);
    predict(STEP, 0, 200, false);
    label(STEP, 0, MINUTE, 100, true, 1);
    label(STEP, 0, MINUTE, 20, false, 0);

    gates.advance(COHORT + MINUTE);

    assertThat(evidence.alarms()).containsOnlyKeys("coverage");
  }

  @Test
  void advance_afterTheCoverageAlarm_qualityStandsStill() {
    predict(STEP, 0, 200, true);
    predict(STEP, 0, 200, false);
    label(STEP, 0, MINUTE, 100, true, 0);
    gates.advance(COHORT + MINUTE);
    label(STEP, COHORT, MINUTE, 100, true, 1);
    label(STEP, COHORT, MINUTE, 100, false, 0);

    gates.advance(2 * COHORT + 30 * MINUTE);

    assertThat(evidence.alarms()).containsOnlyKeys("coverage");
    assertThat(QualityGate.okLogE(evidence)).isZero();
  }

  @Test
  void advance_cohortBeyondTheFirstWindow_countsInAllOnly() {
    label(STEP, COHORT, MINUTE, 1, true, 1);
    label(STEP, COHORT, MINUTE, 1, false, 0);
    gates.advance(2 * COHORT + MINUTE);
    assertThat(evidence.numbers(new Series("quality/harm/first", 12)).count()).isEqualTo(1);
    double[] before = evidence.numbers(new Series("quality/harm/first", 12)).total();

    label(STEP, 2 * COHORT, MINUTE, 1, true, 1);
    label(STEP, 2 * COHORT, MINUTE, 1, false, 0);
    gates.advance(3 * COHORT + MINUTE);

    assertThat(evidence.numbers(new Series("quality/harm/first", 12)).total())
        .containsExactly(before);
    assertThat(evidence.numbers(new Series("quality/harm/all", 12)).total()).isNotEqualTo(before);
  }

  @Test
  void label_delays_areKnownByRole() {
    label(STEP, 0, MINUTE, 2, true, 0);
    label(STEP, 0, 40 * MINUTE, 3, false, 0);

    assertThat(
            Delays.quantile(LabelGates.delays(evidence, Role.CANARY).total(), 1).toMillis())
        .isBetween(MINUTE, 2 * MINUTE);
    assertThat(
            Delays.quantile(LabelGates.delays(evidence, Role.STABLE).total(), 1).toMillis())
        .isBetween(40 * MINUTE, 50 * MINUTE);
  }

  @Test
  void of_evidence_opensItsCohorts() {
    predict(STEP, 0, 1, true);
    evidence.begin(STEP);

    new LabelGates(evidence, GateSettings.DEFAULT, LossScale.BINARY).advance(COHORT + 30 * MINUTE);

    assertThat(evidence.cohorts()).isEmpty();
    assertThat(evidence.numbers(Series.MATURED).at(1)).containsExactly(1, 0, 1, 0);
  }

  @Test
  void label_horizon_countsExactly() {
    label(STEP, 0, 30 * MINUTE, 1, true, 0);
    label(STEP, 0, 30 * MINUTE + 1, 2, true, 0);
    label(STEP, 0, 30 * MINUTE + 1, 3, false, 0);

    assertThat(evidence.numbers(Series.LABELS).at(1)).containsExactly(1, 0, 2, 3);
  }

  @Test
  void label_sameUser_countsForQualityAsOftenAsTheCap() {
    for (int i = 0; i < 8; i++) {
      gates.label(STEP, new Label(i, 0, MINUTE, 7, Role.CANARY, 1, true));
    }

    assertThat(evidence.numbers(Series.LOSSES).at(1)[0]).isEqualTo(5);
    assertThat(evidence.numbers(Series.LABELS).at(1)[0]).isEqualTo(8);
  }

  @Test
  void label_tooLate_doesNotUseUpTheCap() {
    for (int i = 0; i < 8; i++) {
      gates.label(STEP, new Label(i, 0, 31 * MINUTE, 7, Role.CANARY, 1, true));
    }
    gates.label(STEP, new Label(9, 29 * MINUTE, 32 * MINUTE, 7, Role.CANARY, 1, true));

    assertThat(evidence.numbers(Series.LOSSES).at(1)[0]).isEqualTo(1);
  }

  @Test
  void label_notCovered_countsForQualityOnly() {
    predict(STEP, 0, 3, true);
    gates.label(STEP, new Label(1, 0, MINUTE, 7, Role.CANARY, 1, false));

    gates.advance(COHORT + MINUTE);

    assertThat(evidence.numbers(Series.COVERAGE).at(1)).containsExactly(3, 0, 0, 0);
    assertThat(evidence.numbers(Series.LOSSES).at(1)[0]).isEqualTo(1);
  }

  @Test
  void advance_lastCell_countsWhatIsMissing() {
    predict(STEP, 0, 3, true);
    predict(STEP, 0, 5, false);
    label(STEP, 0, MINUTE, 1, true, 0);
    label(STEP, 0, 7 * MINUTE, 2, false, 0);
    label(STEP, 0, 30 * MINUTE, 1, false, 0);

    gates.advance(COHORT + 30 * MINUTE);

    assertThat(evidence.numbers(Series.MATURED).at(1)).containsExactly(3, 5, 2, 2);
    assertThat(evidence.cohorts()).isEmpty();
  }

  @Test
  void advance_secondCell_meansThatCoverageHasSeenTheStep() {
    predict(STEP, 0, 1, true);

    gates.advance(COHORT + 2 * MINUTE - 1);
    assertThat(evidence.numbers(Series.COHORTS_SEEN).total()).containsExactly(0);
    gates.advance(COHORT + 2 * MINUTE);

    assertThat(evidence.numbers(Series.COHORTS_SEEN).at(1)).containsExactly(1);
  }

  @Test
  void predicted_afterItsCohortEnded_isLeftOut() {
    predict(STEP, 0, 1, true);
    gates.advance(COHORT + 30 * MINUTE);

    predict(STEP, 0, 1, true);
    gates.label(STEP, new Label(1, 0, MINUTE, 7, Role.CANARY, 1, true));

    assertThat(evidence.cohorts()).isEmpty();
  }

  @Test
  void label_afterItsCellClosed_isNotCompared() {
    predict(STEP, 0, 1, true);
    gates.advance(COHORT + MINUTE);

    gates.label(STEP, new Label(1, 0, MINUTE, 7, Role.CANARY, 1, true));

    assertThat(evidence.numbers(Series.LOSSES).count()).isZero();
  }

  @Test
  void predicted_justBeforeTheStep_isOfItsFirstCohort() {
    gates.predicted(NEXT, NEXT.startMillis() - 1, Role.CANARY);

    assertThat(evidence.cohorts()).containsOnlyKeys("2/0");
  }

  private void predict(Step step, long millis, int count, boolean canary) {
    for (int i = 0; i < count; i++) {
      gates.predicted(step, millis, canary ? Role.CANARY : Role.STABLE);
    }
  }

  private void label(Step step, long millis, long age, int count, boolean canary, double loss) {
    for (int i = 0; i < count; i++) {
      user++;
      gates.label(
          step,
          new Label(
              user,
              millis,
              millis + age,
              Traffic.hash(user),
              canary ? Role.CANARY : Role.STABLE,
              loss,
              true));
    }
  }
}
