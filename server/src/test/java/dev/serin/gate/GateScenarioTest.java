package dev.serin.gate;

import static dev.serin.gate.GateIds.gate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.GateSettings.Cap;
import dev.serin.gate.GateSettings.Errors;
import dev.serin.gate.GateSettings.Latency;
import dev.serin.gate.GateSettings.Quality;
import dev.serin.gate.GateSettings.Relative;
import dev.serin.gate.GateSettings.Service;
import dev.serin.gate.GateSettings.Slo;
import dev.serin.gate.Told.Labelled;
import dev.serin.gate.Verdict.Harm;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the gates find, and what they must not find, in an hour or so of simulated traffic: each
 * test fails if the part that it names is taken out.
 */
@Tag("long")
class GateScenarioTest {
  private static final long MINUTE = 60;
  private static final List<String> SHARES = List.of("0.05", "0.10", "0.25", "0.50");
  private static final BigDecimal P95 = new BigDecimal("0.95");

  private final Traffic traffic = new Traffic(7);

  @Test
  void judge_sameModelTwice_isProvedFine() {
    var comparison = comparison(GateSettings.DEFAULT);

    ramp(comparison, 15 * MINUTE);

    var judgement = comparison.judge(traffic.millis());
    assertThat(judgement.rollback()).isEmpty();
    assertThat(judgement.pause()).isEmpty();
    assertThat(judgement.unproved()).isEmpty();
  }

  @Test
  void judge_tenTimesTheErrors_rollsBackByErrors() {
    var comparison = comparison(GateSettings.DEFAULT);
    traffic.canary.errors = 0.1;

    step(comparison, "0.05", 2 * MINUTE);

    assertThat(rollback(comparison)).contains("errors");
  }

  @Test
  void judge_errorsThatAreAllowedAsAMultiple_rollBackByTheLimit() {
    var comparison =
        comparison(Settings.with(new Errors(new BigDecimal("0.35"), 20, 0.2, 0.001, 40, 0.01)));
    traffic.stable.errors = 0.1;
    traffic.canary.errors = 0.4;

    step(comparison, "0.05", 2 * MINUTE);

    assertThat(rollback(comparison)).contains("errors.slo");
  }

  @Test
  void judge_bothFailAlike_pausesAsStableIsUnhealthy() {
    var comparison = comparison(GateSettings.DEFAULT);
    traffic.stable.errors = 0.4;
    traffic.canary.errors = 0.4;

    step(comparison, "0.05", 2 * MINUTE);

    assertThat(rollback(comparison)).isEmpty();
    assertThat(pause(comparison)).contains("errors.slo");
  }

  @Test
  void judge_moreErrorsBelowTheFloor_isNoHarm() {
    var comparison =
        comparison(Settings.with(new Errors(new BigDecimal("0.35"), 1, 0.2, 0.02, 2, 0.03)));
    traffic.stable.errors = 0.0005;
    traffic.canary.errors = 0.01;

    step(comparison, "0.10", 20 * MINUTE);

    assertThat(comparison.evidence().alarms()).containsOnlyKeys("errors");
    assertThat(rollback(comparison)).isEmpty();
  }

  @Test
  void judge_tenthOfTheCallsSlow_rollsBackByP95() {
    var comparison = comparison(GateSettings.DEFAULT);
    traffic.canary.stalled = 0.15;
    traffic.canary.stalledMillis = 35;

    step(comparison, "0.10", 10 * MINUTE);

    assertThat(harms(comparison)).containsExactly("latency.q95");
  }

  @Test
  void judge_fewCallsVerySlow_rollsBackByP99() {
    var comparison = comparison(GateSettings.DEFAULT);
    traffic.canary.stalled = 0.025;
    traffic.canary.stalledMillis = 500;

    step(comparison, "0.10", 20 * MINUTE);

    assertThat(harms(comparison)).containsExactly("latency.q99");
  }

  @Test
  void judge_slowAsAllowedButAboveTheLimit_rollsBackByIt() {
    var comparison = comparison(Settings.with(latency(3)));
    traffic.canary.medianMillis = 25;

    step(comparison, "0.10", 5 * MINUTE);

    assertThat(harms(comparison)).containsExactly("latency.slo");
  }

  @Test
  void judge_bothAboveTheLimitAndStableMoreSo_pauses() {
    var comparison = comparison(Settings.with(latency(3)));
    traffic.canary.medianMillis = 25;
    traffic.stable.medianMillis = 40;

    step(comparison, "0.10", 10 * MINUTE);

    assertThat(rollback(comparison)).isEmpty();
    assertThat(pause(comparison)).contains("latency.slo");
  }

  @Test
  void judge_slowAndBetter_rollsBackByLatency() {
    var comparison = comparison(GateSettings.DEFAULT);
    traffic.canary.medianMillis = 15;
    traffic.canary.loss = 0.05;

    step(comparison, "0.10", 10 * MINUTE);

    assertThat(rollback(comparison)).contains("latency.q95");
  }

  @Test
  void judge_slowWhileItWarmsUp_isNoHarm() {
    var comparison = comparison(GateSettings.DEFAULT);
    traffic.canary.medianMillis = 200;
    step(comparison, "0.10", 8);
    traffic.canary.medianMillis = 10;

    traffic.run(comparison, 5 * MINUTE);

    assertThat(comparison.evidence().numbers(new Series("calls", 2)).at(1)[0]).isGreaterThan(50);
    assertThat(harms(comparison)).isEmpty();
  }

  @Test
  void judge_everythingSlow_lowersByTheServiceLimit() {
    var slo = new Slo(P95, Duration.ofMillis(30), BigDecimal.ZERO);
    var comparison = comparison(Settings.with(new Service(Optional.of(slo), 100)));
    traffic.stable.medianMillis = 20;
    traffic.canary.medianMillis = 20;

    step(comparison, "0.10", 2 * MINUTE);

    assertThat(rollback(comparison)).isEmpty();
    assertThat(lower(comparison)).contains("service.slo");
  }

  @Test
  void judge_everythingSlowerThanBefore_lowersByStable() {
    var comparison = comparison(GateSettings.DEFAULT);
    traffic.stable.medianMillis = 20;
    traffic.canary.medianMillis = 20;

    step(comparison, "0.10", 2 * MINUTE);

    assertThat(rollback(comparison)).isEmpty();
    assertThat(lower(comparison)).contains("service.stable");
  }

  @Test
  void judge_worseByCounts_rollsBackByQuality() {
    var comparison = comparison(GateSettings.DEFAULT);
    traffic.canary.loss = 0.2;

    step(comparison, "0.10", 20 * MINUTE);

    assertThat(rollback(comparison)).contains("quality");
  }

  @Test
  void judge_worseByMoreThanTheMargin_rollsBackByQuality() {
    var comparison = new Comparison(Settings.with(quality(0.05, 0.1)), LossScale.BOUNDED);
    traffic.smoothLosses = true;
    traffic.canary.loss = 0.2;

    step(comparison, "0.50", 20 * MINUTE);

    assertThat(rollback(comparison)).contains("quality");
  }

  @Test
  void judge_worseWithinTheMargin_isNoHarm() {
    var comparison = new Comparison(Settings.with(quality(0.12, 0.2)), LossScale.BOUNDED);
    traffic.smoothLosses = true;
    traffic.canary.loss = 0.2;

    step(comparison, "0.50", 20 * MINUTE);

    assertThat(rollback(comparison)).isEmpty();
  }

  @Test
  void judge_worseByTheOkMargin_isNotProved() {
    var comparison = new Comparison(Settings.with(quality(0.05, 0.06)), LossScale.BINARY);
    traffic.canary.loss = 0.16;

    step(comparison, "0.50", 20 * MINUTE);

    assertThat(comparison.judge(traffic.millis()).unproved()).containsExactly(gate("quality"));
  }

  @Test
  void judge_noLabels_isNotProved() {
    var comparison = comparison(GateSettings.DEFAULT);
    traffic.stable.labelled = 0;
    traffic.canary.labelled = 0;

    step(comparison, "0.50", 30 * MINUTE);

    assertThat(rollback(comparison)).isEmpty();
    assertThat(pause(comparison)).isEmpty();
    assertThat(comparison.judge(traffic.millis()).unproved()).containsExactly(gate("quality"));
  }

  @Test
  void judge_slowerLabelsOfTheCanary_pausesByCoverage() {
    var comparison = comparison(GateSettings.DEFAULT);
    traffic.spreadLabels = true;
    traffic.stable.labelMinutes(10, 10);
    traffic.canary.labelMinutes(15, 15);

    step(comparison, "0.25", 40 * MINUTE);

    assertThat(pause(comparison)).contains("coverage");
  }

  @Test
  void judge_usersOfTheCanaryLost_pausesByTheSampleRatio() {
    var comparison = comparison(GateSettings.DEFAULT);
    traffic.canary.lost = 0.1;

    step(comparison, "0.50", 10 * MINUTE);

    assertThat(harms(comparison)).containsExactly("srm");
    assertThat(comparison.evidence().alarms()).doesNotContainKey("srm.misplaced");
  }

  @Test
  void judge_usersServedByBoth_pausesAtOnce() {
    var comparison = comparison(GateSettings.DEFAULT);
    traffic.users = 500;
    traffic.misplaced = 0.01;

    step(comparison, "0.05", MINUTE);

    assertThat(pause(comparison)).contains("srm");
    assertThat(comparison.evidence().alarms()).containsKey("srm.misplaced");
  }

  @Test
  void judge_oneBrokenClient_isNoHarmForTheCap() {
    var comparison = comparison(GateSettings.DEFAULT);
    traffic.broken = 0.005;

    step(comparison, "0.10", 20 * MINUTE);

    assertThat(rollback(comparison)).isEmpty();
  }

  @Test
  void judge_oneBrokenClientWithoutCap_isHarm() {
    var comparison = comparison(Settings.with(new Cap(255, Duration.ofMinutes(10))));
    traffic.broken = 0.005;

    step(comparison, "0.10", 20 * MINUTE);

    assertThat(rollback(comparison)).contains("errors");
  }

  @Test
  void judge_errorsThatBeginLate_areFoundInTheNextWindow() {
    var comparison = comparison(GateSettings.DEFAULT);

    fewUsersFailFromMinuteFive(comparison);

    assertThat(rollback(comparison)).contains("errors");
    assertThat(comparison.evidence().alarms().get("errors")).isBetween(300_000L, 1_500_000L);
  }

  @Test
  void judge_errorsThatBeginLateWithOneWindow_areNeverFound() {
    var comparison = comparison(Settings.with(new Cap(5, Duration.ofHours(10))));

    fewUsersFailFromMinuteFive(comparison);

    assertThat(rollback(comparison)).isEmpty();
  }

  @Test
  void judge_errorsFromAQuarterOn_areNotOutvotedByTheCalmBefore() {
    var comparison = comparison(GateSettings.DEFAULT);
    traffic.canary.errors = 0.002;
    step(comparison, "0.05", 20 * MINUTE);
    step(comparison, "0.10", 20 * MINUTE);
    traffic.canary.errors = 0.03;
    long start = traffic.millis();

    step(comparison, "0.25", 10 * MINUTE);

    // After 25 s; by all steps together it would take 370 s.
    assertThat(comparison.evidence().alarms().get("errors")).isBetween(start, start + 150_000);
  }

  @Test
  void judge_errorsThatCease_stayHarm() {
    var comparison = comparison(GateSettings.DEFAULT);
    traffic.canary.errors = 0.05;
    step(comparison, "0.10", 3 * MINUTE);
    traffic.canary.errors = 0;

    traffic.run(comparison, 60 * MINUTE);

    assertThat(OddsWealth.harm(comparison.evidence(), new Alarm("errors"), 1).logE())
        .isNegative();
    assertThat(rollback(comparison)).contains("errors");
  }

  /** It was proved fine and promoted: what is given up counts in no other gate. */
  @Test
  void judge_callersGiveUpOnTheCanary_rollsBackByIt() {
    var comparison = comparison(GateSettings.DEFAULT);
    traffic.stable.abandoned = 0.009;
    traffic.canary.abandoned = 0.24;

    step(comparison, "0.05", 2 * MINUTE);

    assertThat(harms(comparison)).containsExactly("abandoned");
    assertThat(rollback(comparison)).contains("abandoned");
  }

  @Test
  void judge_callersGiveUpOnBothAlike_isProvedFine() {
    var comparison = comparison(GateSettings.DEFAULT);
    traffic.stable.abandoned = 0.1;
    traffic.canary.abandoned = 0.1;

    ramp(comparison, 15 * MINUTE);

    assertThat(harms(comparison)).isEmpty();
    assertThat(comparison.judge(traffic.millis()).unproved()).isEmpty();
  }

  /** A dropped connection cancels what runs: a canary that takes 1.2 times as long loses more. */
  @Test
  void judge_callsGivenUpInProportionToTheirTime_areNoHarm() {
    var comparison = comparison(GateSettings.DEFAULT);
    traffic.stable.abandoned = 0.02;
    traffic.canary.abandoned = 0.024;

    ramp(comparison, 15 * MINUTE);

    assertThat(harms(comparison)).isEmpty();
  }

  /** It paused as if the split were wrong, with half of the users kept. */
  @Test
  void judge_nearlyAllGiveUpOnTheCanary_isNoFaultOfTheSplit() {
    var comparison = comparison(GateSettings.DEFAULT);
    traffic.canary.abandoned = 0.85;

    step(comparison, "0.50", 10 * MINUTE);

    assertThat(harms(comparison)).contains("abandoned").doesNotContain("srm");
  }

  @Test
  void judge_callersGiveUpWhereNoWeightIsLeft_onlyPauses() {
    var comparison = comparison(Settings.abandoned(GateSettings.Abandoned.of(BigDecimal.ZERO)));
    traffic.canary.abandoned = 0.24;

    step(comparison, "0.05", 2 * MINUTE);

    assertThat(rollback(comparison)).isEmpty();
    assertThat(pause(comparison)).contains("abandoned");
    assertThat(comparison.judge(traffic.millis()).unproved())
        .extracting(GateId::toString)
        .doesNotContain("abandoned");
  }

  @Test
  void judge_notKnownWhoGaveUp_saysNothingOfIt() {
    var comparison = comparison(GateSettings.DEFAULT.withoutAbandoned());
    traffic.canary.abandoned = 0.24;

    step(comparison, "0.05", 2 * MINUTE);

    assertThat(comparison.judge(traffic.millis()).verdicts())
        .extracting(verdict -> verdict.gate().toString())
        .doesNotContain("abandoned");
  }

  @Test
  void judge_badOutcomesLabelledFast_isNoHarmByCohortAndAge() {
    var comparison = comparison(GateSettings.DEFAULT);
    positives();

    ramp(comparison, 60 * MINUTE);

    assertThat(rollback(comparison)).isEmpty();
    assertThat(pause(comparison)).isEmpty();
  }

  @Test
  void judge_badOutcomesLabelledFast_isHarmByArrival() {
    var evidence = new Evidence();
    var gate = new OddsGate(evidence, new Alarm("arrival"), 1, Optional.empty(), 0.003);
    positives();

    for (var share : SHARES) {
      traffic.begin(share);
      gate.begin(traffic.step(), traffic.millis());
      labels(traffic.next(60 * MINUTE))
          .forEach(label -> gate.add(
              traffic.step().number(),
              label.arrivalMillis(),
              true,
              label.role(),
              label.loss() > 0,
              1));
    }

    assertThat(evidence.alarms()).containsKey("arrival");
  }

  @Test
  void judge_wrongLabelsComeLate_isNeverProved() {
    var comparison = comparison(Settings.with(quality(0, 0.05, Duration.ofMinutes(10))));
    traffic.spreadLabels = true;
    traffic.callsPerSecond = 12;
    traffic.stable.loss = 0.3;
    traffic.canary.loss = 0.35;
    for (var role : List.of(traffic.stable, traffic.canary)) {
      role.labelled = 1;
      role.labelMinutes(1, 20);
    }

    step(comparison, "0.50", 80 * MINUTE);

    assertThat(QualityGate.okLogE(comparison.evidence())).isGreaterThan(-Math.log(0.05));
    assertThat(comparison.judge(traffic.millis()).unproved()).containsExactly(gate("quality"));
  }

  private static List<Label> labels(List<Told> all) {
    return all.stream()
        .filter(Labelled.class::isInstance)
        .map(told -> ((Labelled) told).label())
        .toList();
  }

  /** Bad outcomes show within minutes, good ones within hours, in both roles alike. */
  private void positives() {
    traffic.spreadLabels = true;
    traffic.callsPerSecond = 1_000 / 60.0;
    for (var role : List.of(traffic.stable, traffic.canary)) {
      role.loss = 0.125;
      role.labelled = 1;
      role.labelMinutes(60, 5);
    }
  }

  private void fewUsersFailFromMinuteFive(Comparison comparison) {
    traffic.users = 800;
    step(comparison, "0.05", 5 * MINUTE);
    traffic.canary.errors = 0.1;
    traffic.run(comparison, 35 * MINUTE);
  }

  private Comparison comparison(GateSettings settings) {
    var comparison = new Comparison(settings, LossScale.BINARY);
    for (int i = 0; i < 2_000; i++) {
      comparison.before((long) (traffic.latencyMillis() * 1e6));
    }
    return comparison;
  }

  private void ramp(Comparison comparison, long seconds) {
    for (var share : SHARES) {
      step(comparison, share, seconds);
    }
  }

  private void step(Comparison comparison, String share, long seconds) {
    traffic.begin(comparison, share);
    traffic.run(comparison, seconds);
  }

  private List<String> harms(Comparison comparison) {
    return comparison.judge(traffic.millis()).verdicts().stream()
        .filter(Harm.class::isInstance)
        .map(verdict -> verdict.gate().toString())
        .toList();
  }

  private Optional<String> rollback(Comparison comparison) {
    return comparison.judge(traffic.millis()).rollback().map(harm -> harm.gate().toString());
  }

  private Optional<String> lower(Comparison comparison) {
    return comparison.judge(traffic.millis()).lower().map(harm -> harm.gate().toString());
  }

  private Optional<String> pause(Comparison comparison) {
    return comparison.judge(traffic.millis()).pause().map(harm -> harm.gate().toString());
  }

  private static Latency latency(double maxRatio) {
    return new Latency(
        new BigDecimal("0.3"),
        List.of(new Relative(P95, maxRatio, new BigDecimal("0.7"))),
        Duration.ofMillis(5),
        Optional.of(new Slo(P95, Duration.ofMillis(45), new BigDecimal("0.3"))));
  }

  private static Quality quality(double harmMargin, double okMargin) {
    return quality(harmMargin, okMargin, Duration.ofMinutes(30));
  }

  private static Quality quality(double harmMargin, double okMargin, Duration horizon) {
    var some = GateSettings.DEFAULT.quality();
    return new Quality(
        some.weight(),
        harmMargin,
        okMargin,
        some.required(),
        horizon,
        some.cohort(),
        some.labelTimeout(),
        some.strict());
  }
}
