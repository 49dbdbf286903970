package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.Call.Result;
import dev.serin.gate.GateSettings.Latency;
import dev.serin.gate.GateSettings.Relative;
import dev.serin.gate.GateSettings.Service;
import dev.serin.gate.GateSettings.Slo;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallGatesTest {
  private static final Step STEP = new Step(1, 1, 0, new BigDecimal("0.5"));
  private static final Step NEXT = new Step(2, 2, 1, new BigDecimal("0.6"));
  private static final BigDecimal P95 = new BigDecimal("0.95");
  private static final long MILLI = 1_000_000;
  private static final String Q95 = "latency.q95";

  private final Calls calls = new Calls();
  private final Evidence evidence = new Evidence();
  private final CallWindow window = new CallWindow(1, true, 600_000);
  private final CallGates gates = new CallGates(evidence, settings());

  @Test
  void call_anyResult_countsAsACall() {
    gates.begin(STEP, 0);
    call(1, true, Result.OK, 1);
    call(1, true, Result.EXCLUDED, 1);
    call(1, false, Result.PENDING, 100);

    assertThat(evidence.numbers(Series.CALLS).at(1)).containsExactly(2, 1);
  }

  @Test
  void call_excluded_isNoErrorAndNoSuccess() {
    gates.begin(STEP, 0);
    call(1, true, Result.EXCLUDED, 1);

    assertThat(tally(Alarm.ERRORS_SLO)).containsOnly(0);
    assertThat(tally(Alarm.ERRORS)).containsOnly(0);
  }

  @Test
  void call_excluded_doesNotUseUpTheCap() {
    gates.begin(STEP, 0);
    for (int i = 0; i < 9; i++) {
      gates.call(1, Calls.of(7, calls.call(1, true, Result.EXCLUDED, 1)), window);
    }
    gates.call(1, Calls.of(7, calls.canary(1)), window);

    assertThat(tally(Alarm.ERRORS)).containsExactly(1, 0, 0, 0);
  }

  @Test
  void call_sameUser_isComparedAsOftenAsTheCap() {
    gates.begin(STEP, 0);
    for (int i = 0; i < 8; i++) {
      gates.call(1, Calls.of(7, calls.bad(1, true)), window);
    }

    assertThat(tally(Alarm.ERRORS)).containsExactly(5, 5, 0, 0);
    assertThat(tally(Alarm.ERRORS_SLO)).containsExactly(8, 8, 0, 0);
    assertThat(evidence.numbers(Series.CAPPED).at(1)).containsExactly(3, 8);
  }

  @Test
  void call_givenUpOrNot_countsWhateverBecameOfIt() {
    gates.begin(STEP, 0);
    for (var result : List.of(Result.OK, Result.BAD, Result.NOT_FINITE, Result.EXCLUDED)) {
      call(1, true, result, 1);
    }
    gates.call(1, Calls.abandoned(calls.call(1, true, Result.EXCLUDED, 1)), window);
    gates.call(1, Calls.abandoned(calls.call(1, false, Result.PENDING, 1)), window);

    assertThat(tally(Alarm.ABANDONED)).containsExactly(5, 1, 1, 1);
  }

  @Test
  void call_pending_isAbandonedOrNotOnceThatIsKnown() {
    gates.begin(STEP, 0);
    var pending = calls.call(1, true, Result.PENDING, 1);
    gates.call(1, pending, window);
    assertThat(tally(Alarm.ABANDONED)).containsOnly(0);

    gates.settled(1, Calls.abandoned(pending), window, 2);
    gates.ended(1, Calls.abandoned(Calls.ended(pending, Result.EXCLUDED)), window, 3);

    assertThat(tally(Alarm.ABANDONED)).containsExactly(1, 1, 0, 0);
  }

  @Test
  void call_sameUserGivesUp_isComparedAsOftenAsTheCap() {
    gates.begin(STEP, 0);
    for (int i = 0; i < 8; i++) {
      gates.call(1, Calls.of(7, Calls.abandoned(calls.call(1, true, Result.EXCLUDED, 1))), window);
    }

    assertThat(tally(Alarm.ABANDONED)).containsExactly(5, 5, 0, 0);
    assertThat(evidence.numbers(Series.CAPPED).at(1)).containsExactly(0, 0);
  }

  @Test
  void call_warmingCanary_isNotComparedByLatency() {
    begin();
    warmUp(1, 49);
    call(1, false, Result.OK, 100);
    call(1, true, Result.OK, 100);
    assertThat(tally(new Alarm(Q95))).containsOnly(0);
    assertThat(tally(Alarm.LATENCY_SLO)).containsOnly(0);

    call(1, false, Result.OK, 100);
    call(1, true, Result.OK, 100);

    assertThat(tally(new Alarm(Q95))).containsExactly(1, 1, 1, 1);
    assertThat(tally(Alarm.LATENCY_SLO)).containsExactly(1, 1, 0, 0);
  }

  @Test
  void call_warmingCanary_entersErrorsAndTheService() {
    begin();
    call(1, true, Result.OK, 100);

    assertThat(tally(Alarm.ERRORS)).containsExactly(1, 0, 0, 0);
    assertThat(tally(Alarm.SERVICE_SLO)).containsExactly(1, 1, 0, 0);
  }

  @Test
  void call_nextStep_warmsUpAgain() {
    begin();
    warmUp(1, 50);
    gates.begin(NEXT, 1);

    call(2, true, Result.OK, 100);

    assertThat(evidence.numbers(new Series(Q95, Tally.WIDTH)).count()).isZero();
  }

  @Test
  void call_quantiles_shareOneCapAndTakeWhatEachCan() {
    begin();
    warmUp(1, 50);
    for (int i = 0; i < 8; i++) {
      gates.call(1, Calls.of(7, calls.canary(1)), window);
    }

    assertThat(tally(new Alarm(Q95))).containsExactly(5, 0, 0, 0);
    assertThat(evidence.numbers(new Series("latency.q99", Tally.WIDTH)).count()).isZero();
  }

  @Test
  void call_withoutAnyQuantile_doesNotUseUpTheCap() {
    gates.begin(STEP, 0);
    warmUp(1, 50);
    for (int i = 0; i < 8; i++) {
      gates.call(1, Calls.of(7, calls.canary(1)), window);
    }
    for (int i = 0; i < 400; i++) {
      call(1, false, Result.OK, 1);
    }
    gates.call(1, Calls.of(7, calls.canary(1)), window);

    assertThat(tally(new Alarm(Q95))).containsExactly(1, 0, 0, 0);
  }

  @Test
  void call_excludedWithinTheLimits_leavesLatencyAndTheWindow() {
    gates.begin(STEP, 0);
    warmUp(1, 50);
    for (int i = 0; i < 400; i++) {
      call(1, false, Result.EXCLUDED, 1);
    }

    assertThat(evidence.marks()).doesNotContainKey(Q95);
  }

  @Test
  void call_pending_isSlowAndHasNoErrorsYet() {
    begin();
    warmUp(1, 50);
    var pending = calls.call(1, true, Result.PENDING, 100);
    double errorsBefore = tally(Alarm.ERRORS_SLO)[0];
    gates.call(1, pending, window);
    assertThat(tally(new Alarm(Q95))).containsExactly(1, 1, 0, 0);
    assertThat(tally(Alarm.ERRORS_SLO)[0]).isEqualTo(errorsBefore);

    gates.ended(1, Calls.ended(pending, Result.BAD), window, 9);

    assertThat(tally(new Alarm(Q95))).containsExactly(1, 1, 0, 0);
    assertThat(tally(Alarm.ERRORS_SLO)).containsExactly(errorsBefore + 1, 1, 0, 0);
    assertThat(tally(Alarm.ERRORS)[1]).isEqualTo(1);
  }

  @Test
  void ended_excluded_hasNoErrorsEver() {
    begin();
    var pending = calls.call(1, true, Result.PENDING, 100);
    gates.call(1, pending, window);

    gates.ended(1, Calls.ended(pending, Result.EXCLUDED), window, 9);

    assertThat(tally(Alarm.ERRORS_SLO)).containsOnly(0);
  }

  @Test
  void slowNanos_limits_isTheLongest() {
    assertThat(gates.slowNanos()).hasValue(60 * MILLI);

    begin(1_000);

    // 1.3 times stable's p95 before.
    assertThat(gates.slowNanos()).hasValue(1_300 * MILLI);
  }

  @Test
  void slowNanos_noLimitYet_isUnknown() {
    var plain = new CallGates(new Evidence(), GateSettings.DEFAULT);

    assertThat(plain.slowNanos()).isEmpty();
  }

  @Test
  void slowNanos_quantile_isTimesTheRatio() {
    var plain = new CallGates(new Evidence(), GateSettings.DEFAULT);
    for (int i = 0; i < 2_000; i++) {
      plain.before(10 * MILLI);
    }

    plain.begin(STEP, 0);

    assertThat(plain.slowNanos()).hasValue(15 * MILLI);
  }

  @Test
  void begin_tooFewBefore_doesNotWatchStable() {
    for (int i = 0; i < 399; i++) {
      gates.before(10 * MILLI);
    }

    gates.begin(STEP, 0);

    assertThat(evidence.marks()).doesNotContainKey("service.stable");
  }

  @Test
  void call_stable_isComparedWithItselfBefore() {
    begin();
    call(1, false, Result.OK, 13);
    call(1, false, Result.OK, 13.000001);
    call(1, true, Result.OK, 14);

    assertThat(tally(Alarm.SERVICE_STABLE)).containsExactly(2, 1, 0, 0);
    assertThat(evidence.marks()).containsEntry("service.stable", 10 * MILLI);
  }

  @Test
  void stableLimit_belowTheFloor_isTheFloor() {
    assertThat(CallGates.stableLimit(GateSettings.DEFAULT, 3 * MILLI)).isEqualTo(5 * MILLI);
  }

  @Test
  void stableLimit_aboveTheFloor_isTheRatioOfTheQuantile() {
    assertThat(CallGates.stableLimit(GateSettings.DEFAULT, 10 * MILLI)).isEqualTo(13 * MILLI);
  }

  @Test
  void resume_evidence_goesOnWithItsLimits() {
    begin();

    var resumed = new CallGates(evidence, settings());
    resumed.resume(STEP);
    resumed.call(1, calls.call(1, false, Result.OK, 14), window);

    assertThat(tally(Alarm.SERVICE_STABLE)).containsExactly(1, 1, 0, 0);
  }

  @Test
  void close_window_closesAllStrata() {
    begin();
    warmUp(1, 50);
    call(1, true, Result.OK, 100);
    call(1, false, Result.BAD, 1);

    gates.close(5);

    assertThat(evidence.numbers().get("errors/harm/all")).hasSize(1);
    assertThat(evidence.numbers().get(Q95 + "/harm/all")).hasSize(1);
  }

  private static GateSettings settings() {
    var slo = new Slo(P95, Duration.ofMillis(50), new BigDecimal("0.3"));
    var latency = new Latency(
        new BigDecimal("0.3"),
        List.of(
            new Relative(P95, 1.2, new BigDecimal("0.5")),
            new Relative(new BigDecimal("0.99"), 1.5, new BigDecimal("0.2"))),
        Duration.ofMillis(5),
        Optional.of(slo));
    var service =
        new Service(Optional.of(new Slo(P95, Duration.ofMillis(60), BigDecimal.ZERO)), 1.3);
    var some = Settings.with(latency);
    return new GateSettings(
        some.alphaRollback(),
        some.alphaPromote(),
        some.cap(),
        some.errors(),
        some.latency(),
        some.quality(),
        some.abandoned(),
        service,
        some.srmAlpha(),
        some.srmConcentration(),
        some.modes());
  }

  private void begin() {
    begin(10);
  }

  /** Begins with stable calls before: enough for its p95, not for its p99. */
  private void begin(long beforeMillis) {
    for (int i = 0; i < 400; i++) {
      gates.before(beforeMillis * MILLI);
    }
    gates.begin(STEP, 0);
  }

  private void warmUp(int step, int count) {
    for (int i = 0; i < count; i++) {
      gates.call(step, calls.call(1, true, Result.EXCLUDED, 1), window);
    }
  }

  @Test
  void call_newQuantileOfOneGate_closesTheStrataOfAll() {
    gates.begin(STEP, 0);
    for (int i = 0; i < 60; i++) {
      call(1, true, Result.OK, 10);
    }
    for (int i = 0; i < 1_999; i++) {
      call(1, false, Result.OK, i % 2 == 0 ? 10 : 20);
      call(1, true, Result.OK, 90);
    }
    assertThat(evidence.numbers().get(Q95 + "/harm/all")).isEmpty();

    call(1, false, Result.OK, 10);

    assertThat(evidence.numbers().get(Q95 + "/harm/all")).hasSize(1);
  }

  private void call(int step, boolean canary, Result result, double millis) {
    gates.call(step, calls.call(1, canary, result, millis), window);
  }

  private double[] tally(Alarm alarm) {
    return evidence.numbers(alarm.counts()).at(1);
  }
}
