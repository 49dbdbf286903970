package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ErrorGateTest {
  private static final Step STEP = new Step(1, 1, 0, new BigDecimal("0.5"));

  private final Calls calls = new Calls();
  private final Evidence evidence = new Evidence();
  private final ErrorGate gate = new ErrorGate(evidence, GateSettings.DEFAULT, Trial.Phase.SPLIT);

  @Test
  void watch_calls_countByRole() {
    gate.watch(1, calls.bad(1, true), 1);
    gate.watch(1, calls.canary(1), 1);
    gate.watch(1, calls.stable(1), 1);

    assertThat(evidence.numbers(Series.ERRORS_ALL).at(1)).containsExactly(2, 1, 1, 0);
    assertThat(evidence.numbers(Alarm.ERRORS.counts()).total()).containsOnly(0);
  }

  @Test
  void watch_failingCanary_raisesTheAlarmOfTheLimit() {
    for (int i = 0; i < 20; i++) {
      gate.watch(1, calls.bad(i, true), i);
    }

    assertThat(evidence.alarms()).containsOnlyKeys("errors.slo");
  }

  /**
   * They are answers, which the caller may take or leave; but more of them than stable's is harm.
   */
  @Test
  void add_answersThatAreNoNumbers_areComparedButNoErrors() {
    for (int i = 0; i < 20; i++) {
      var call = Calls.ended(calls.bad(i, true), Call.Result.NOT_FINITE);
      gate.watch(1, call, i);
      gate.compare(1, call, true, i);
    }

    assertThat(evidence.alarms()).containsOnlyKeys("errors.floor");
    assertThat(evidence.numbers(Series.ERRORS_ALL).at(1)).containsExactly(20, 0, 0, 0);
    assertThat(evidence.numbers(Alarm.ERRORS.counts()).at(1)).containsExactly(20, 20, 0, 0);
  }

  @Test
  void watch_failingStable_raisesItsOwnAlarm() {
    for (int i = 0; i < 20; i++) {
      gate.watch(1, calls.bad(i, false), i);
    }

    assertThat(evidence.alarms()).containsOnlyKeys("errors.slo.stable");
  }

  @Test
  void watch_failuresAtTheLimit_raiseNoAlarm() {
    for (int i = 0; i < 1_000; i++) {
      gate.watch(1, i % 5 == 0 ? calls.bad(i, true) : calls.canary(i), i);
    }

    assertThat(evidence.alarms()).isEmpty();
  }

  @Test
  void compare_failingCanary_raisesOddsAndFloor() {
    gate.begin(STEP, 0);
    compare(25, true, true);
    compare(25, false, false);

    gate.close(9);

    assertThat(evidence.alarms()).containsEntry("errors", 9L).containsKey("errors.floor");
    assertThat(evidence.numbers(Alarm.ERRORS.counts()).at(1)).containsExactly(25, 25, 25, 0);
  }

  @Test
  void compare_bothFail_raisesTheFloorOnly() {
    gate.begin(STEP, 0);
    compare(25, true, true);
    compare(25, false, true);

    gate.close(9);

    assertThat(evidence.alarms()).containsOnlyKeys("errors.floor");
  }

  @Test
  void advance_dueStratum_closesIt() {
    gate.begin(STEP, 0);
    compare(25, true, true);
    compare(25, false, false);

    gate.advance(1_005);

    assertThat(evidence.alarms()).containsEntry("errors", 1_005L);
  }

  private void compare(int count, boolean canary, boolean bad) {
    for (int i = 0; i < count; i++) {
      var call = bad ? calls.bad(5, canary) : calls.call(5, canary, Call.Result.OK, 1);
      gate.compare(1, call, true, 5);
    }
  }
}
