package dev.serin.gate;

import static dev.serin.gate.GateIds.gate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.gate.Call.Result;
import dev.serin.gate.GateSettings.Latency;
import dev.serin.gate.GateSettings.Mode;
import dev.serin.gate.GateSettings.Modes;
import dev.serin.gate.GateSettings.Relative;
import dev.serin.gate.GateSettings.Slo;
import dev.serin.gate.Trial.Phase;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.gate.Verdict.Harm;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WatchGatesTest {
  private static final OptionalDouble ARL = OptionalDouble.of(10_000);
  private static final GateSettings SLO = Settings.with(new Latency(
      new BigDecimal("0.3"),
      List.of(new Relative(new BigDecimal("0.95"), 1.2, new BigDecimal("0.7"))),
      Duration.ofMillis(5),
      Optional.of(new Slo(new BigDecimal("0.95"), Duration.ofMillis(50), new BigDecimal("0.3")))));

  private final Calls calls = new Calls();
  private final SplittableRandom random = new SplittableRandom(7);
  private long millis = 1_000;

  @Test
  void judge_noSlo_watchesErrorsOnly() {
    var comparison = watched(GateSettings.DEFAULT, OptionalDouble.empty());

    assertThat(judge(comparison).verdicts())
        .extracting(verdict -> verdict.gate().toString())
        .containsExactly("watch.errors");
    assertThat(judge(comparison).unproved()).isEmpty();
  }

  @Test
  void judge_limits_haveATenthOfTheChanceEach() {
    var comparison = watched(SLO, OptionalDouble.empty());

    assertThat(judge(comparison).verdicts())
        .extracting(verdict -> verdict.findings().logThreshold())
        .allSatisfy(threshold -> assertThat(threshold).isCloseTo(Math.log(1_000), within(1e-9)));
  }

  @Test
  void watched_moreErrorsThanTheLimit_rollsBack() {
    var comparison = watched(GateSettings.DEFAULT, OptionalDouble.empty());
    call(comparison, 200, 0.5, 0);

    assertThat(judge(comparison).rollback().map(Harm::gate)).contains(gate("watch.errors"));
    assertThat(comparison.alarmed()).isTrue();
  }

  @Test
  void watched_errorsBelowTheLimit_areNoHarm() {
    var comparison = watched(GateSettings.DEFAULT, OptionalDouble.empty());
    call(comparison, 20_000, 0.19, 0);

    assertThat(judge(comparison).rollback()).isEmpty();
  }

  @Test
  void watched_slowerThanTheLimit_rollsBack() {
    var comparison = watched(SLO, OptionalDouble.empty());
    call(comparison, 400, 0, 0.2);

    assertThat(judge(comparison).rollback().map(Harm::gate)).contains(gate("watch.latency"));
  }

  @Test
  void watched_pendingCall_isSlowAtOnceAndFailsAtItsEnd() {
    var comparison = watched(SLO, ARL);
    var call = calls.call(millis, true, Result.PENDING, 60);
    comparison.watched(call);
    assertThat(findings(comparison, "watch.latency").canary()).isEqualTo(new Rate(1, 1));
    assertThat(findings(comparison, "watch.errors").canary()).isEqualTo(new Rate(0, 0));

    comparison.watchedEnded(Calls.ended(call, Result.BAD), millis + 5);

    assertThat(findings(comparison, "watch.latency").canary()).isEqualTo(new Rate(1, 1));
    assertThat(findings(comparison, "watch.errors").canary()).isEqualTo(new Rate(1, 1));
  }

  @Test
  void watched_callThatEndedWithoutFault_isNoErrorAndNotFast() {
    var comparison = watched(SLO, ARL);
    comparison.watched(calls.call(millis, true, Result.EXCLUDED, 1));

    assertThat(findings(comparison, "watch.latency").canary().observations()).isZero();
    assertThat(findings(comparison, "watch.errors").canary().observations()).isZero();
  }

  @Test
  void judge_gateThatOnlySignals_pausesUntilAcknowledged() {
    var comparison = watched(
        Settings.with(
            new Modes(Mode.SIGNAL, Mode.DRY_RUN, Mode.ENFORCE, Mode.ENFORCE, Mode.SIGNAL)),
        OptionalDouble.empty());
    call(comparison, 200, 0.5, 0);
    assertThat(judge(comparison).pausing())
        .extracting(Verdict.Harm::gate)
        .containsExactly(gate("watch.errors"));

    comparison.acknowledge(Phase.WATCH, millis);

    assertThat(judge(comparison).pausing()).isEmpty();
    assertThat(findings(comparison, "watch.errors").logE()).isZero();
  }

  @Test
  void judge_callsBeforeTheWatch_areWhatStableIsKnownBy() {
    var comparison = new Comparison(GateSettings.DEFAULT, LossScale.BINARY);
    comparison.begin(new Step(1, 1, millis, new BigDecimal("0.5")));
    comparison.call(1, calls.bad(millis, false));
    comparison.watch(2, millis, OptionalDouble.empty());

    assertThat(findings(comparison, "watch.errors").stable()).isEqualTo(new Rate(1, 1));
    assertThat(findings(comparison, "watch.errors").canary()).isEqualTo(new Rate(0, 0));
  }

  @Test
  void change_moreErrorsThanInTheSplit_isShownOnly() {
    var comparison = afterASplit(GateSettings.DEFAULT);
    call(comparison, 4_000, 0.01, 0);
    assertThat(harms(comparison)).isEmpty();

    call(comparison, 4_000, 0.1, 0);

    assertThat(harms(comparison)).containsExactly("watch.change");
    assertThat(((Harm) judge(comparison).verdict(gate("watch.change")).orElseThrow()).consequence())
        .isEqualTo(Consequence.NONE);
  }

  @Test
  void change_slowerThanTheComparisonAllowed_isShown() {
    var comparison = afterASplit(GateSettings.DEFAULT);

    call(comparison, 2_000, 0, 0.2);

    assertThat(harms(comparison)).containsExactly("watch.change");
    assertThat(findings(comparison, "watch.change").canary().observations()).isEqualTo(2_000);
    assertThat(findings(comparison, "watch.change").unit()).isEqualTo(new Unit.Slow());
  }

  @Test
  void change_asSlowAsTheComparisonAllows_isNone() {
    var comparison = afterASplit(GateSettings.DEFAULT);

    for (int i = 0; i < 4_000; i++) {
      comparison.watched(calls.call(millis, true, Result.OK, i % 5 == 0 ? 11.9 : 1));
    }

    assertThat(harms(comparison)).isEmpty();
  }

  @Test
  void change_slowerThanTheLimit_isShown() {
    var comparison = watched(SLO, ARL);

    for (int i = 0; i < 1_500; i++) {
      comparison.watched(calls.call(millis, true, Result.OK, i % 9 == 0 ? 51 : 49));
    }

    assertThat(harms(comparison)).contains("watch.change");
  }

  @Test
  void change_nothingChanges_noticesNoneForAsLongAsTheRunLength() {
    var comparison = afterASplit(GateSettings.DEFAULT);

    call(comparison, 10_000, 0.01, 0.04);

    assertThat(harms(comparison)).isEmpty();
  }

  @Test
  void change_twoDetectors_haveToReachTwiceTheRunLength() {
    var comparison = watched(GateSettings.DEFAULT, ARL);

    assertThat(findings(comparison, "watch.change").logThreshold())
        .isCloseTo(Math.log(20_000), within(1e-9));
    for (int i = 0; !comparison.evidence().alarms().containsKey("watch.change"); i++) {
      assertThat(findings(comparison, "watch.change").logE()).isLessThan(Math.log(20_000));
      comparison.watched(calls.call(millis += 10, true, i % 3 == 0 ? Result.BAD : Result.OK, 1));
    }
    assertThat(findings(comparison, "watch.change").logE())
        .isGreaterThanOrEqualTo(Math.log(20_000));
  }

  @Test
  void change_noRunLength_isNotLookedFor() {
    var comparison = watched(GateSettings.DEFAULT, OptionalDouble.empty());
    call(comparison, 4_000, 0.15, 0);

    assertThat(comparison.evidence().alarms()).isEmpty();
  }

  @Test
  void of_evidence_goesOnWithTheWatch() {
    var one = afterASplit(GateSettings.DEFAULT);
    one.tick(millis);
    var other = new Comparison(GateSettings.DEFAULT, LossScale.BINARY, one.evidence());
    other.watch(2, millis, ARL);
    for (int i = 0; i < 3_000; i++) {
      var call = calls.call(millis += 10, true, i % 60 == 0 ? Result.BAD : Result.OK, i % 21);
      if (i == 1_500) {
        other.tick(millis - 1);
        other = new Comparison(GateSettings.DEFAULT, LossScale.BINARY, other.evidence());
        other.watch(9, millis, ARL);
      }
      one.watched(call);
      other.watched(call);
    }
    one.tick(millis);
    other.tick(millis);

    assertThat(judge(other)).isEqualTo(judge(one));
    assertThat(other.evidence().marks()).isEqualTo(one.evidence().marks());
    assertThat(findings(one, "watch.change").logE()).isPositive();
  }

  /** A canary that was compared: 1 % errors, stable's p95 10 ms. */
  private Comparison afterASplit(GateSettings settings) {
    var comparison = new Comparison(settings, LossScale.BINARY);
    for (int i = 0; i < 2_000; i++) {
      comparison.before(i % 10 == 0 ? 10_000_000 : 1_000_000);
    }
    comparison.begin(new Step(1, 1, millis, new BigDecimal("0.5")));
    for (int i = 0; i < 4_000; i++) {
      var result = i % 100 == 50 ? Result.BAD : Result.OK;
      comparison.call(1, calls.call(millis += 10, i % 2 == 0, result, i % 20 < 2 ? 10 : 1));
    }
    comparison.watch(2, millis, ARL);
    return comparison;
  }

  private Comparison watched(GateSettings settings, OptionalDouble averageRunLength) {
    var comparison = new Comparison(settings, LossScale.BINARY);
    comparison.watch(2, millis, averageRunLength);
    return comparison;
  }

  /** Calls, of which parts fail or take 60 ms. */
  private void call(Comparison comparison, int count, double errors, double slow) {
    for (int i = 0; i < count; i++) {
      var result = random.nextDouble() < errors ? Result.BAD : Result.OK;
      double latency = random.nextDouble() < slow ? 60 : 1;
      comparison.watched(calls.call(millis += 10, true, result, latency));
    }
  }

  private Judgement judge(Comparison comparison) {
    comparison.tick(millis);
    return comparison.judge(Phase.WATCH, millis);
  }

  private List<String> harms(Comparison comparison) {
    return judge(comparison).verdicts().stream()
        .filter(Harm.class::isInstance)
        .map(verdict -> verdict.gate().toString())
        .toList();
  }

  private Findings findings(Comparison comparison, String name) {
    return judge(comparison).verdict(gate(name)).orElseThrow().findings();
  }
}
