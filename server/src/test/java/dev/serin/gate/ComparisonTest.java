package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.Call.Result;
import dev.serin.gate.Told.Called;
import dev.serin.model.Role;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final long WINDOW = 600_000;
  private static final Step FIRST = new Step(1, 1, 1_000, new BigDecimal("0.5"));
  private static final Step SECOND = new Step(2, 2, 5_000, new BigDecimal("0.6"));
  private static final Step THIRD = new Step(3, 3, 9_000, new BigDecimal("0.7"));

  private final Calls calls = new Calls();
  private final Comparison comparison = new Comparison(GateSettings.DEFAULT, LossScale.BINARY);

  @Test
  void covers_beforeTheFirstStep_isFalse() {
    assertThat(comparison.covers(7)).isFalse();
  }

  @Test
  void covers_sameUser_isTrueAsOftenAsTheCap() {
    comparison.begin(FIRST);

    assertThat(covered(9)).isEqualTo(5);
  }

  @Test
  void covers_nextWindow_countsAnew() {
    comparison.begin(FIRST);
    covered(9);

    comparison.tick(FIRST.startMillis() + WINDOW - 1);
    assertThat(covered(9)).isZero();
    comparison.tick(FIRST.startMillis() + WINDOW);

    assertThat(covered(9)).isEqualTo(5);
  }

  @Test
  void covers_nextStep_countsAnew() {
    comparison.begin(FIRST);
    covered(9);

    comparison.begin(SECOND);

    assertThat(covered(9)).isEqualTo(5);
  }

  @Test
  void call_sameUserInTheNextWindow_countsAnew() {
    comparison.begin(FIRST);
    callOften(1, 9, FIRST.startMillis());
    callOften(1, 9, FIRST.startMillis() + WINDOW - 1);
    callOften(1, 9, FIRST.startMillis() + WINDOW);
    callOften(1, 9, FIRST.startMillis() + 7 * WINDOW);

    assertThat(counted(1)).isEqualTo(15);
  }

  @Test
  void call_windowThatEnds_closesItsStrata() {
    comparison.begin(FIRST);
    comparison.call(1, calls.bad(FIRST.startMillis() + WINDOW - 1, true));
    comparison.call(1, calls.stable(FIRST.startMillis() + WINDOW - 1));

    comparison.call(1, calls.stable(FIRST.startMillis() + WINDOW));

    assertThat(comparison.evidence().numbers().get("errors/harm/first")).hasSize(1);
  }

  @Test
  void call_secondWindow_isNotOfTheFirst() {
    comparison.begin(FIRST);
    comparison.call(1, calls.bad(FIRST.startMillis() + WINDOW, true));
    comparison.call(1, calls.stable(FIRST.startMillis() + WINDOW));
    comparison.tick(FIRST.startMillis() + 2 * WINDOW);

    assertThat(comparison.evidence().numbers())
        .containsKey("errors/harm/all")
        .doesNotContainKey("errors/harm/first");
  }

  @Test
  void call_alarmOfAWindowThatEnded_isAsOfItsEnd() {
    comparison.begin(FIRST);
    long last = FIRST.startMillis() + WINDOW - 1;
    for (int i = 0; i < 25; i++) {
      comparison.call(1, calls.bad(last, true));
      comparison.call(1, calls.stable(last));
    }

    comparison.tick(FIRST.startMillis() + 3 * WINDOW);

    assertThat(comparison.evidence().alarms())
        .containsEntry("errors", FIRST.startMillis() + WINDOW);
  }

  @Test
  void call_formerStep_keepsItsCap() {
    comparison.begin(FIRST);
    callOften(1, 3, FIRST.startMillis());
    comparison.begin(SECOND);

    callOften(1, 9, SECOND.startMillis());
    callOften(2, 9, SECOND.startMillis());

    assertThat(counted(1)).isEqualTo(5);
    assertThat(counted(2)).isEqualTo(5);
  }

  @Test
  void call_stepBeforeTheFormer_isLeftOut() {
    comparison.begin(FIRST);
    comparison.begin(SECOND);
    comparison.begin(THIRD);

    comparison.call(1, calls.canary(THIRD.startMillis()));
    comparison.ended(1, calls.bad(THIRD.startMillis(), true), THIRD.startMillis());

    assertThat(comparison.evidence().numbers()).isEmpty();
  }

  @Test
  void call_excluded_isNotAskedForItsUser() {
    comparison.begin(FIRST);
    comparison.call(1, calls.call(1_000, true, Result.EXCLUDED, 1));
    comparison.call(1, calls.canary(1_000));

    assertThat(comparison.evidence().numbers(new Series("users", 2)).at(1)).containsExactly(1, 0);
  }

  @Test
  void call_badOrExcluded_isNoPrediction() {
    comparison.begin(FIRST);
    comparison.call(1, calls.bad(1_000, true));
    comparison.call(1, calls.call(1_000, true, Result.EXCLUDED, 1));
    assertThat(comparison.evidence().cohorts()).isEmpty();

    comparison.call(1, calls.canary(1_000));

    assertThat(comparison.evidence().cohorts()).containsOnlyKeys("1/0");
  }

  @Test
  void ended_pendingCall_isAPredictionOfItsCohort() {
    comparison.begin(FIRST);
    var pending = calls.call(1_000, true, Result.PENDING, 100);
    comparison.call(1, pending);
    assertThat(comparison.evidence().cohorts()).isEmpty();

    comparison.ended(1, Calls.ended(pending, Result.OK), 400_000);

    assertThat(comparison.evidence().cohorts()).containsOnlyKeys("1/0");
  }

  @Test
  void label_predictionOfAnUnknownStep_isLeftOut() {
    comparison.begin(FIRST);

    comparison.label(2, new Label(1, 1_000, 2_000, 7, Role.CANARY, 1, true));

    assertThat(comparison.evidence().numbers()).isEmpty();
  }

  @Test
  void label_predictionOfAnEarlierStep_countsInIt() {
    comparison.begin(FIRST);
    comparison.begin(SECOND);
    comparison.begin(THIRD);

    comparison.label(1, new Label(1, 1_000, 10_000, 7, Role.CANARY, 1, true));

    assertThat(comparison.evidence().numbers(new Series("labels", 4)).at(1))
        .containsExactly(1, 0, 0, 0);
  }

  @Test
  void label_lastMomentOfItsCell_counts() {
    comparison.begin(FIRST);
    long cohortEnd = FIRST.startMillis() + 300_000;
    long end = cohortEnd + 60_000;
    comparison.tick(end - 1);

    comparison.label(1, new Label(1, cohortEnd - 1, end - 1, 7, Role.CANARY, 1, true));
    comparison.tick(end);

    assertThat(comparison.evidence().marks()).containsEntry("cohorts.closed", end);
    assertThat(
            comparison.evidence().numbers(new Series("coverage", Tally.WIDTH)).at(1))
        .containsExactly(1, 1, 0, 0);
  }

  @Test
  void alarmed_newAlarm_isTrueOnce() {
    comparison.begin(FIRST);
    assertThat(comparison.alarmed()).isFalse();
    comparison.call(1, calls.canary(1_000));
    for (int i = 0; i < 9; i++) {
      comparison.call(1, calls.bad(1_000, true));
    }

    assertThat(comparison.alarmed()).isTrue();
    assertThat(comparison.alarmed()).isFalse();
  }

  @Test
  void evidence_given_isNotChangedLater() {
    comparison.begin(FIRST);
    var before = comparison.evidence();

    comparison.call(1, calls.canary(1_000));

    assertThat(before.numbers()).isEmpty();
  }

  @Test
  void of_evidence_leavesItAlone() {
    var evidence = new Evidence();
    evidence.begin(FIRST);
    var resumed = new Comparison(GateSettings.DEFAULT, LossScale.BINARY, evidence);

    resumed.call(1, calls.canary(1_000));

    assertThat(evidence.numbers()).isEmpty();
    assertThat(resumed.evidence().numbers(new Series("calls", 2)).at(1)).containsExactly(1, 0);
  }

  @Test
  void of_evidence_knowsNothingOfOpenStrata() {
    comparison.begin(FIRST);
    comparison.call(1, calls.bad(1_000, true));
    comparison.call(1, calls.stable(1_000));

    var resumed = resumed();
    resumed.tick(100_000);

    assertThat(resumed.evidence().numbers()).doesNotContainKey("errors/harm/all");
    assertThat(resumed.evidence().numbers(new Series("errors", Tally.WIDTH)).at(1))
        .containsExactly(1, 1, 1, 0);
  }

  @Test
  void of_evidence_forgetsHowOftenUsersCame() {
    comparison.begin(FIRST);
    callOften(1, 9, 1_000);

    var resumed = resumed();
    resumed.call(1, Calls.of(7, calls.canary(1_000)));

    assertThat(resumed.evidence().numbers(new Series("errors", Tally.WIDTH)).at(1)[Tally.CANARY])
        .isEqualTo(6);
  }

  @Test
  void of_evidence_forgetsTheWindowOfTheQuantile() {
    comparison.begin(FIRST);
    stable(comparison, 399);

    var resumed = resumed();
    stable(resumed, 399);
    assertThat(resumed.evidence().marks()).doesNotContainKey("latency.q95");
    stable(resumed, 1);

    assertThat(resumed.evidence().marks()).containsKey("latency.q95");
  }

  @Test
  void of_evidence_leavesOutLateCallsOfTheFormerStep() {
    comparison.begin(FIRST);
    comparison.begin(SECOND);

    var resumed = resumed();
    resumed.call(1, calls.canary(SECOND.startMillis()));

    assertThat(resumed.evidence().numbers()).isEmpty();
    assertThat(resumed.evidence().cohorts()).containsOnlyKeys("1/0");
  }

  private Comparison resumed() {
    return new Comparison(GateSettings.DEFAULT, LossScale.BINARY, comparison.evidence());
  }

  private void stable(Comparison told, int times) {
    for (int i = 0; i < times; i++) {
      told.call(1, calls.stable(1_000));
    }
  }

  private long covered(int times) {
    long covered = 0;
    for (int i = 0; i < times; i++) {
      covered += comparison.covers(7) ? 1 : 0;
    }
    return covered;
  }

  private void callOften(int step, int times, long millis) {
    for (int i = 0; i < times; i++) {
      new Called(step, Calls.of(7, calls.canary(millis))).tell(comparison);
    }
  }

  private double counted(int step) {
    return comparison.evidence().numbers(new Series("errors", Tally.WIDTH)).at(step)[Tally.CANARY];
  }
}
