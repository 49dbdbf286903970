package dev.serin.gate;

import static dev.serin.gate.GateIds.gate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.gate.Call.Result;
import dev.serin.gate.Trial.Phase;
import dev.serin.gate.Verdict.Harm;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShadowGatesTest {
  private static final long START = 60_000;

  private final Evidence begun = new Evidence();
  private long millis = START;
  private long user;

  @Test
  void add_copies_areCountedWithThoseThatAgree() {
    var comparison = comparison(GateSettings.DEFAULT);
    copy(comparison, Result.OK, Result.OK, true);
    copy(comparison, Result.OK, Result.OK, false);
    copy(comparison, Result.OK, Result.BAD, false);

    var copies = comparison.evidence().numbers(Series.COPIES).total();
    assertThat(copies).containsExactly(3, 1);
    var errors = errors(comparison);
    assertThat(errors.stable()).isEqualTo(new Rate(3, 0));
    assertThat(errors.canary()).isEqualTo(new Rate(3, 1));
  }

  @Test
  void add_noShadow_isIgnored() {
    var comparison = new Comparison(GateSettings.DEFAULT, LossScale.BINARY);
    copy(comparison, Result.OK, Result.BAD, false);

    assertThat(comparison.evidence().numbers()).isEmpty();
  }

  @Test
  void add_copyThatEndedWithoutFault_isLeftOutOfErrors() {
    var comparison = comparison(GateSettings.DEFAULT);
    copy(comparison, Result.OK, Result.EXCLUDED, false);
    copy(comparison, Result.EXCLUDED, Result.BAD, false);

    assertThat(errors(comparison).canary().observations()).isZero();
  }

  @Test
  void judge_canaryFailsOnCopies_rollsBack() {
    var comparison = comparison(GateSettings.DEFAULT);
    for (int i = 0; i < 400; i++) {
      copy(comparison, Result.OK, i % 8 == 0 ? Result.BAD : Result.OK, true);
    }

    assertThat(judge(comparison).rollback().map(Harm::gate)).contains(gate("shadow.errors"));
  }

  @Test
  void judge_canaryFailsOnMostCopies_rollsBackByTheLimit() {
    var settings = Settings.with(
        new GateSettings.Errors(new BigDecimal("0.35"), 1_000, 0.2, 0.001, 2_000, 0.01));
    var comparison = comparison(settings);
    for (int i = 0; i < 40; i++) {
      copy(comparison, Result.OK, Result.BAD, false);
    }

    assertThat(judge(comparison).rollback().map(Harm::gate)).contains(gate("shadow.errors.slo"));
  }

  @Test
  void judge_sameCallsFailInBoth_isNoHarm() {
    var random = new SplittableRandom(5);
    var comparison = comparison(GateSettings.DEFAULT);
    for (int i = 0; i < 20_000; i++) {
      var result = random.nextDouble() < 0.1 ? Result.BAD : Result.OK;
      copy(comparison, result, result, true);
    }

    assertThat(judge(comparison).rollback()).isEmpty();
    assertThat(judge(comparison).near()).isEmpty();
  }

  @Test
  void judge_bothFailTooOften_pauses() {
    var comparison = comparison(GateSettings.DEFAULT);
    for (int i = 0; i < 40; i++) {
      copy(comparison, Result.BAD, Result.BAD, true);
    }

    assertThat(judge(comparison).rollback()).isEmpty();
    assertThat(judge(comparison).pausing())
        .extracting(Verdict.Harm::gate)
        .containsExactly(gate("shadow.errors.slo"));
  }

  @Test
  void acknowledge_bothFailTooOften_restarts() {
    var comparison = comparison(GateSettings.DEFAULT);
    for (int i = 0; i < 40; i++) {
      copy(comparison, Result.BAD, Result.BAD, true);
    }

    comparison.acknowledge(Phase.SHADOW, millis);

    assertThat(judge(comparison).pausing()).isEmpty();
    assertThat(comparison.evidence().alarms())
        .doesNotContainKeys("shadow.errors.slo", "shadow.errors.slo.stable");
  }

  @Test
  void judge_oneUserFailsAlways_isNoHarmForTheCap() {
    var comparison = comparison(GateSettings.DEFAULT);
    for (int i = 0; i < 300; i++) {
      copy(comparison, Result.OK, Result.OK, true);
      if (i % 10 == 0) {
        copy(comparison, 7, Result.OK, Result.BAD);
      }
    }

    assertThat(judge(comparison).rollback()).isEmpty();
    assertThat(errors(comparison).canary().sum()).isEqualTo(5);
  }

  @Test
  void judge_nextCapWindow_countsTheUserAnew() {
    var comparison = comparison(GateSettings.DEFAULT);
    for (int i = 0; i < 9; i++) {
      copy(comparison, 7, Result.OK, Result.BAD);
    }
    millis = START + 600_000;
    for (int i = 0; i < 9; i++) {
      copy(comparison, 7, Result.OK, Result.BAD);
    }

    assertThat(errors(comparison).canary().sum()).isEqualTo(10);
  }

  @Test
  void judge_shadow_halvesTheChanceOfErrorsThereAndInTheSplit() {
    var comparison = comparison(GateSettings.DEFAULT);
    double half = -Math.log(0.002625 / 2);
    assertThat(errors(comparison).logThreshold()).isCloseTo(half, within(1e-9));

    comparison.begin(new Step(1, 2, millis, new BigDecimal("0.5")));

    var split = comparison.judge(Phase.SPLIT, millis).verdict(gate("errors")).orElseThrow();
    assertThat(split.findings().logThreshold()).isCloseTo(half, within(1e-9));
  }

  @Test
  void split_afterAShadow_alarmsAtTheHalvedChance() {
    var without = new Comparison(GateSettings.DEFAULT, LossScale.BINARY);
    var with = comparison(GateSettings.DEFAULT);

    long early = millisOfTheAlarm(without);
    long late = millisOfTheAlarm(with);

    assertThat(late).isGreaterThan(early);
  }

  @Test
  void of_evidence_goesOnWithTheShadow() {
    var comparison = comparison(GateSettings.DEFAULT);
    copy(comparison, Result.OK, Result.BAD, false);

    var restarted = new Comparison(GateSettings.DEFAULT, LossScale.BINARY, comparison.evidence());
    copy(restarted, Result.OK, Result.BAD, false);

    assertThat(errors(restarted).canary()).isEqualTo(new Rate(2, 2));
  }

  /** When the absolute limit on errors is found broken by calls of which a third fails. */
  private static long millisOfTheAlarm(Comparison comparison) {
    var calls = new Calls();
    comparison.begin(new Step(1, 2, START, new BigDecimal("0.5")));
    for (int i = 0; i < 3_000; i++) {
      var result = i % 3 == 0 ? Result.BAD : Result.OK;
      comparison.call(1, calls.call(START + i, true, result, 1));
    }
    return comparison.evidence().alarmedMillis(new Alarm("errors.slo"));
  }

  private Comparison comparison(GateSettings settings) {
    PhaseMarks.begin(begun, Phase.SHADOW, 1, START);
    return new Comparison(settings, LossScale.BINARY, begun);
  }

  private void copy(Comparison comparison, Result stable, Result canary, boolean agrees) {
    comparison.add(new Shadowed(
        "a", millis += 10, Traffic.hash(100 + user++), stable, 1_000, canary, 1_000, agrees));
  }

  private void copy(Comparison comparison, long who, Result stable, Result canary) {
    comparison.add(new Shadowed("a", millis += 10, who, stable, 1_000, canary, 1_000, false));
  }

  private Judgement judge(Comparison comparison) {
    comparison.tick(millis + 60_000);
    return comparison.judge(Phase.SHADOW, millis);
  }

  private Findings errors(Comparison comparison) {
    return comparison
        .judge(Phase.SHADOW, millis)
        .verdict(gate("shadow.errors"))
        .orElseThrow()
        .findings();
  }
}
