package dev.serin.gate;

import static dev.serin.gate.GateIds.gate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.GateSettings.Cap;
import dev.serin.gate.GateSettings.Latency;
import dev.serin.gate.GateSettings.Mode;
import dev.serin.gate.GateSettings.Modes;
import dev.serin.gate.GateSettings.Quality;
import dev.serin.gate.GateSettings.Relative;
import dev.serin.gate.GateSettings.Service;
import dev.serin.gate.GateSettings.Slo;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.gate.Verdict.Harm;
import dev.serin.gate.Verdict.Ok;
import dev.serin.gate.Verdict.Undecided;
import dev.serin.model.Role;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatesTest {
  private static final BigDecimal P95 = new BigDecimal("0.95");
  private static final long MINUTE = 60_000;
  private static final long NOW = 1_000_000;
  private static final Modes ENFORCED = GateSettings.DEFAULT.modes();
  private static final Modes SIGNALLED =
      new Modes(Mode.SIGNAL, Mode.SIGNAL, Mode.SIGNAL, Mode.SIGNAL, Mode.SIGNAL);
  private static final Modes DRY =
      new Modes(Mode.DRY_RUN, Mode.DRY_RUN, Mode.DRY_RUN, Mode.DRY_RUN, Mode.DRY_RUN);

  private final Evidence evidence = new Evidence();

  @Test
  void judge_nothing_isUndecidedAndNeverOk() {
    evidence.mark(Mark.SERVICE_STABLE, 1);

    var judgement = judge(ENFORCED);

    assertThat(judgement.verdicts())
        .extracting(verdict -> verdict.gate().toString())
        .containsExactly(
            "errors",
            "errors.slo",
            "latency.q95",
            "latency.q99",
            "latency.slo",
            "abandoned",
            "quality",
            "coverage",
            "srm",
            "service.slo",
            "service.stable");
    assertThat(judgement.rollback()).isEmpty();
    assertThat(judgement.pause()).isEmpty();
    assertThat(judgement.near()).isEmpty();
    assertThat(judgement.unproved())
        .containsExactly(gate("errors"), gate("latency.slo"), gate("abandoned"), gate("quality"));
    assertThat(judgement.verdicts().subList(0, 7))
        .allSatisfy(verdict -> assertThat(verdict).isInstanceOf(Undecided.class));
    assertThat(judgement.verdicts().subList(7, 11))
        .allSatisfy(verdict -> assertThat(verdict).isInstanceOf(Ok.class));
  }

  @Test
  void judge_noServiceLimitAndNoBaseline_leavesThemOut() {
    var judgement = new Gates(GateSettings.DEFAULT, LossScale.BINARY).judge(evidence, NOW);

    assertThat(judgement.verdict(gate("service.slo"))).isEmpty();
    assertThat(judgement.verdict(gate("service.stable"))).isEmpty();
    assertThat(judgement.verdict(gate("latency.slo"))).isEmpty();
  }

  @Test
  void rollback_severalHarms_isTheFirstInOrder() {
    alarm("quality", 1);
    alarm("latency.slo", 2);
    assertThat(rollback(ENFORCED)).isEqualTo("latency.slo");

    alarm("latency.q99", 3);
    assertThat(rollback(ENFORCED)).isEqualTo("latency.q99");

    alarm("latency.q95", 4);
    assertThat(rollback(ENFORCED)).isEqualTo("latency.q95");

    alarm("errors.slo", 5);
    assertThat(rollback(ENFORCED)).isEqualTo("errors.slo");

    alarm("errors", 6);
    alarm("errors.floor", 6);
    assertThat(rollback(ENFORCED)).isEqualTo("errors");
  }

  @Test
  void pause_coverageSplitAndService_inOrder() {
    evidence.mark(Mark.SERVICE_STABLE, 1);
    alarm("service.stable", 1);
    assertThat(pause(ENFORCED)).isEqualTo("service.stable");

    alarm("service.slo", 2);
    assertThat(pause(ENFORCED)).isEqualTo("service.slo");

    alarm("srm", 3);
    assertThat(pause(ENFORCED)).isEqualTo("srm");

    alarm("coverage", 4);
    assertThat(pause(ENFORCED)).isEqualTo("coverage");
    assertThat(judge(ENFORCED).rollback()).isEmpty();
  }

  @Test
  void judge_misplacedUser_pausesAtItsTime() {
    alarm("srm.misplaced", 9);

    assertThat(judge(ENFORCED).pause()).hasValueSatisfying(harm -> {
      assertThat(harm.gate()).hasToString("srm");
      assertThat(harm.sinceMillis()).isEqualTo(9);
      assertThat(GateText.of(harm)).contains("does not give it");
    });
  }

  @Test
  void judge_errorsWithoutFloor_isNoHarm() {
    alarm("errors", 1);

    assertThat(judge(ENFORCED).rollback()).isEmpty();
  }

  @Test
  void judge_floorWithoutErrors_isNoHarm() {
    alarm("errors.floor", 1);

    assertThat(judge(ENFORCED).rollback()).isEmpty();
  }

  @Test
  void judge_errorsAndFloor_isHarmSinceTheLater() {
    alarm("errors", 5);
    alarm("errors.floor", 8);

    assertThat(judge(ENFORCED).rollback()).hasValueSatisfying(harm -> {
      assertThat(harm.sinceMillis()).isEqualTo(8);
      assertThat(harm.findings().logE()).isEqualTo(harm.findings().logThreshold());
      assertThat(GateText.of(harm)).contains("0.1 %");
    });
  }

  @Test
  void judge_signal_pauses() {
    alarmAll();

    assertThat(judge(SIGNALLED).rollback()).isEmpty();
    assertThat(harms(SIGNALLED)).containsOnly(Consequence.PAUSE);
    assertThat(judge(SIGNALLED).near()).isEmpty();
    assertThat(judge(SIGNALLED).unproved()).isEmpty();
  }

  @Test
  void judge_dryRun_pausesForLabelsAndSplitOnly() {
    alarmAll();
    alarm("coverage", 1);
    alarm("srm", 1);

    var judgement = judge(DRY);

    assertThat(judgement.rollback()).isEmpty();
    assertThat(judgement.verdicts().stream()
            .map(Harm.class::cast)
            .filter(harm -> harm.consequence() != Consequence.NONE))
        .extracting(harm -> harm.gate().toString())
        .containsExactly("coverage", "srm");
  }

  @Test
  void judge_enforced_rollsBackAndIsNear() {
    alarmAll();

    var judgement = judge(ENFORCED);

    assertThat(harms(ENFORCED)).containsOnly(Consequence.ROLLBACK, Consequence.PAUSE);
    assertThat(judgement.near())
        .containsExactly(
            gate("errors"),
            gate("errors.slo"),
            gate("latency.q95"),
            gate("latency.q99"),
            gate("latency.slo"),
            gate("abandoned"),
            gate("quality"));
  }

  @Test
  void judge_bothFail_pausesAsStableIsUnhealthy() {
    alarm("errors.slo", 1);
    alarm("errors.slo.stable", 2);

    assertThat(harm("errors.slo").consequence()).isEqualTo(Consequence.PAUSE);
    assertThat(GateText.of(harm("errors.slo"))).startsWith("both versions").contains("20 %");
    assertThat(judge(ENFORCED).rollback()).isEmpty();
  }

  @Test
  void judge_bothFailInDryRun_isOnlyShown() {
    alarm("errors.slo", 1);
    alarm("errors.slo.stable", 2);

    assertThat(judge(DRY).pause()).isEmpty();
    assertThat(judge(DRY).rollback()).isEmpty();
  }

  @Test
  void judge_stableFails_isNoHarm() {
    alarm("errors.slo.stable", 2);

    assertThat(judge(ENFORCED).verdict(gate("errors.slo")).orElseThrow())
        .isInstanceOf(Undecided.class);
  }

  @Test
  void judge_stableIsSlowerStill_pauses() {
    alarm("latency.slo", 1);
    assertThat(harm("latency.slo").consequence()).isEqualTo(Consequence.ROLLBACK);
    assertThat(GateText.of(harm("latency.slo")))
        .isEqualTo("the canary exceeds 50 ms on more than 5 % of its calls");

    alarm("latency.stable", 2);

    assertThat(harm("latency.slo").consequence()).isEqualTo(Consequence.PAUSE);
    assertThat(harm("latency.slo").cause()).isEqualTo(HarmCause.BOTH_SLOW);
  }

  @Test
  void judge_stableIsSlowerStillInDryRun_isOnlyShown() {
    alarm("latency.slo", 1);
    alarm("latency.stable", 2);

    assertThat(judge(DRY).pause()).isEmpty();
  }

  @Test
  void judge_stableIsSlower_doesNotExcuseOtherLatency() {
    alarm("latency.stable", 2);
    alarm("latency.q95", 3);

    assertThat(rollback(ENFORCED)).isEqualTo("latency.q95");
  }

  @Test
  void judge_moreThanNineOfTenCapped_isFewUsers() {
    capped(91, 100);

    assertThat(judge(ENFORCED).verdict(gate("errors")).orElseThrow().findings().remarks())
        .containsExactly("FEW_USERS: the cap per user left out 91 % of the calls");
  }

  @Test
  void judge_nineOfTenCapped_isSaidOnly() {
    capped(90, 100);

    assertThat(judge(ENFORCED).verdict(gate("errors")).orElseThrow().findings().remarks())
        .containsExactly("the cap per user left out 90 % of the calls");
  }

  @Test
  void judge_nothingCapped_isNotMentioned() {
    capped(0, 100);

    assertThat(judge(ENFORCED).verdict(gate("errors")).orElseThrow().findings().remarks())
        .isEmpty();
  }

  @Test
  void judge_errorsProved_isOk() {
    counts("errors", 2_000, 2, 2_000, 2);

    var judgement = judge(ENFORCED);

    assertThat(judgement.verdict(gate("errors")).orElseThrow()).isInstanceOf(Ok.class);
    assertThat(judgement.unproved()).doesNotContain(gate("errors"));
  }

  @Test
  void judge_errorsSeen_givesCountsAndRates() {
    counts("errors", 2_000, 200, 1_000, 10);

    var found = judge(ENFORCED).verdict(gate("errors")).orElseThrow().findings();

    assertThat(found.canary().observations()).isEqualTo(2_000);
    assertThat(found.canary().mean()).isEqualTo(0.1);
    assertThat(found.stable().observations()).isEqualTo(1_000);
    assertThat(found.stable().mean()).isEqualTo(0.01);
  }

  @Test
  void judge_errorsNotProved_saysWhatIsMissing() {
    step("0.5");
    counts("errors", 100, 0, 100, 0);

    assertThat(judge(ENFORCED).verdict(gate("errors")).orElseThrow())
        .asInstanceOf(InstanceOfAssertFactories.type(Undecided.class))
        .satisfies(undecided -> {
          assertThat(undecided.needs()).hasSize(1);
          var need = undecided.needs().get(0);
          assertThat(need.what()).isEqualTo("about 3779 more calls of the canary (100 seen)");
          assertThat(need.expected()).contains(Duration.ofMillis(2_267_400));
        });
  }

  @Test
  void judge_errorsAboveTheLimitButAsStable_plansTheOtherProof() {
    step("0.5");
    counts("errors", 1_000, 30, 1_000, 30);

    assertThat(judge(ENFORCED).verdict(gate("errors")).orElseThrow())
        .asInstanceOf(InstanceOfAssertFactories.type(Undecided.class))
        .satisfies(undecided ->
            assertThat(undecided.needs().get(0).what()).contains("more calls of the canary"));
  }

  @Test
  void judge_limitOfLatencyProved_isOk() {
    counts("latency.slo", 400, 0, 0, 0);

    assertThat(judge(ENFORCED).verdict(gate("latency.slo")).orElseThrow()).isInstanceOf(Ok.class);
  }

  @Test
  void judge_limitOfLatencyNotProved_saysWhatIsMissing() {
    step("0.5");
    counts("latency.slo", 20, 0, 0, 0);

    assertThat(judge(ENFORCED).verdict(gate("latency.slo")).orElseThrow())
        .asInstanceOf(InstanceOfAssertFactories.type(Undecided.class))
        .satisfies(undecided -> assertThat(undecided.needs())
            .containsExactly(new Need(
                "about 671 more calls of the canary (20 seen)",
                Optional.of(Duration.ofSeconds(2_013)))));
  }

  @Test
  void judge_noQuantileYet_saysWhatIsMissing() {
    step("0.5");
    evidence.numbers(Series.CALLS).at(1)[1] = 100;

    assertThat(judge(ENFORCED).verdict(gate("latency.q95")).orElseThrow())
        .asInstanceOf(InstanceOfAssertFactories.type(Undecided.class))
        .satisfies(undecided -> assertThat(undecided.needs())
            .containsExactly(new Need(
                "about 300 more calls of stable (100 seen)", Optional.of(Duration.ofMinutes(3)))));
  }

  @Test
  void judge_quantile_isShown() {
    evidence.mark(new Mark("latency.q95"), 12_345_678);

    assertThat(judge(ENFORCED)
            .verdict(gate("latency.q95"))
            .orElseThrow()
            .findings()
            .remarks())
        .containsExactly("stable's p95 is 12.346 ms");
  }

  @ParameterizedTest
  @ValueSource(strings = {"errors.slo", "latency.q95", "quality", "coverage", "srm"})
  void judge_alarmSinceWhichEFell_showsEAtItsThreshold(String name) {
    evidence.alarm(new Alarm(name), 7);

    var found = judge(ENFORCED).verdict(gate(name)).orElseThrow().findings();
    assertThat(found.logE()).isEqualTo(found.logThreshold());
  }

  @Test
  void judge_misplacedUser_isHarmWhateverEIs() {
    evidence.alarm(Alarm.MISPLACED, 7);

    var found = judge(ENFORCED).verdict(gate("srm")).orElseThrow();
    assertThat(found).isInstanceOf(Harm.class);
    assertThat(found.findings().logE()).isLessThan(found.findings().logThreshold());
  }

  @Test
  void judge_quantile_givesTheLimitOfTheCanary() {
    assertThat(limit()).isEmpty();

    evidence.mark(new Mark("latency.q95"), 12_345_678);
    assertThat(limit()).hasValue(14_814_813);

    evidence.mark(new Mark("latency.q95"), 1_000_000);
    assertThat(limit()).hasValue(5_000_000);
  }

  private OptionalLong limit() {
    return judge(ENFORCED).verdict(gate("latency.q95")).orElseThrow().findings().limitNanos();
  }

  @Test
  void judge_qualityProved_isOk() {
    prove();

    assertThat(judge(ENFORCED).verdict(gate("quality")).orElseThrow()).isInstanceOf(Ok.class);
    assertThat(judge(ENFORCED).unproved()).doesNotContain(gate("quality"));
  }

  @Test
  void judge_tenthOfTheLabelsLate_isOk() {
    prove();
    labels(90, 1_000, 10, 0);

    assertThat(judge(ENFORCED).verdict(gate("quality")).orElseThrow()).isInstanceOf(Ok.class);
  }

  @Test
  void judge_moreLabelsLateInOneRole_isNeverOk() {
    step("0.5");
    prove();
    labels(89, 1_000, 11, 0);
    Delays.count(LabelGates.delays(evidence, Role.CANARY).at(1), 3_600_000);

    var verdict = judge(ENFORCED).verdict(gate("quality")).orElseThrow();

    assertThat(verdict).isInstanceOf(Undecided.class);
    assertThat(verdict.findings().remarks().get(0))
        .startsWith("HORIZON_TOO_SHORT")
        .contains("after 30 min")
        .contains("labelHorizon of 70m");
    assertThat(((Undecided) verdict).needs().get(0).what()).isEqualTo("a longer labelHorizon");
    assertThat(judge(ENFORCED).unproved()).contains(gate("quality"));
  }

  @Test
  void judge_moreLabelsLateInStable_isNeverOk() {
    prove();
    labels(1_000, 89, 0, 11);

    assertThat(judge(ENFORCED).verdict(gate("quality")).orElseThrow())
        .isInstanceOf(Undecided.class);
  }

  @Test
  void judge_labelsLate_doesNotHideHarm() {
    labels(50, 1_000, 50, 0);
    alarm("quality", 1);

    assertThat(rollback(ENFORCED)).isEqualTo("quality");
  }

  @Test
  void judge_noLabels_saysSo() {
    step("0.5");

    assertThat(judge(ENFORCED).verdict(gate("quality")).orElseThrow())
        .asInstanceOf(InstanceOfAssertFactories.type(Undecided.class))
        .satisfies(undecided -> assertThat(undecided.needs())
            .containsExactly(new Need("labels of both versions", Optional.empty())));
  }

  @Test
  void judge_noCalls_saysSo() {
    step("0.5");

    assertThat(judge(ENFORCED).verdict(gate("errors")).orElseThrow())
        .asInstanceOf(InstanceOfAssertFactories.type(Undecided.class))
        .satisfies(undecided -> assertThat(undecided.needs())
            .containsExactly(new Need("calls of the canary", Optional.empty())));
  }

  @Test
  void judge_fewLabels_saysHowManyMore() {
    step("0.5");
    losses(100, 10, 400, 40);

    assertThat(judge(ENFORCED).verdict(gate("quality")).orElseThrow())
        .asInstanceOf(InstanceOfAssertFactories.type(Undecided.class))
        .satisfies(undecided -> assertThat(undecided.needs())
            // 2.8 ln 80 times a variance of 1.25 * 0.09 by 0.0004, less 100.
            .containsExactly(
                new Need(
                    "about 3351 more labels of the canary (100 seen)",
                    Optional.of(Duration.ofSeconds(2_010).plusMillis(600))),
                new Need(
                    "the first comparison of labels, 6 min after the step began",
                    Optional.empty())));
  }

  @Test
  void judge_horizon_isNamed() {
    assertThat(judge(ENFORCED).verdict(gate("quality")).orElseThrow().findings().unit())
        .isEqualTo(new Unit.Loss(Duration.ofMinutes(30)))
        .extracting(GateText::of)
        .isEqualTo("mean loss of the labels that came within 30 min");
  }

  @Test
  void judge_users_areShownByRole() {
    var users = evidence.numbers(Series.USERS).at(1);
    users[0] = 10;
    users[1] = 30;

    var found = judge(ENFORCED).verdict(gate("srm")).orElseThrow().findings();

    assertThat(found.canary().mean()).isEqualTo(0.25);
    assertThat(found.stable().mean()).isEqualTo(0.75);
  }

  @Test
  void judge_qualityHarmBeyondAMargin_namesIt() {
    alarm("quality", 1);
    assertThat(GateText.of(harm("quality")))
        .isEqualTo("the canary's mean loss is higher than stable's");

    var judgement =
        new Gates(Settings.with(quality(0.01, true)), LossScale.BINARY).judge(evidence, NOW);

    assertThat(GateText.of(judgement.rollback().orElseThrow())).endsWith("by more than 0.01");
  }

  @Test
  void judge_harmOfAGateWithoutProof_isNotUnproved() {
    alarm("errors.slo", 1);
    alarm("latency.slo", 1);

    assertThat(judge(ENFORCED).unproved())
        .containsExactly(gate("errors"), gate("latency.slo"), gate("abandoned"), gate("quality"));
  }

  @Test
  void judge_harmThatWouldBeProvedFine_isNotUnproved() {
    alarm("latency.slo", 1);
    counts("latency.slo", 400, 0, 0, 0);

    assertThat(judge(ENFORCED).unproved()).doesNotContain(gate("latency.slo"));
    assertThat(rollback(ENFORCED)).isEqualTo("latency.slo");
  }

  @Test
  void judge_labels_areCountedByRole() {
    labels(1, 2, 3, 4);
    var matured = evidence.numbers(Series.MATURED).at(1);
    matured[0] = 50;
    matured[1] = 60;
    matured[2] = 7;
    matured[3] = 8;

    var labels =
        judge(ENFORCED).verdict(gate("quality")).orElseThrow().findings().labels();

    assertThat(judge(ENFORCED).labels()).isEqualTo(labels.orElseThrow());
    assertThat(labels)
        .contains(
            new Findings.Labels(new LabelNumbers(2, 4, 60, 8), new LabelNumbers(1, 3, 50, 7)));
  }

  @Test
  void judge_qualityNotRequired_hasNothingToProve() {
    step("0.5");

    var judgement =
        new Gates(Settings.with(quality(0, false)), LossScale.BINARY).judge(evidence, NOW);

    assertThat(judgement.unproved()).containsExactly(gate("errors"), gate("abandoned"));
    assertThat(((Undecided) judgement.verdict(gate("quality")).orElseThrow()).needs())
        .isEmpty();
  }

  @Test
  void judge_eCloseToTheThreshold_isNear() {
    counts("latency.slo", 40, 9, 0, 0);

    var judgement = judge(ENFORCED);

    var found = judgement.verdict(gate("latency.slo")).orElseThrow().findings();
    assertThat(found.logE()).isBetween(found.logThreshold() - Math.log(10), found.logThreshold());
    assertThat(judgement.near()).containsExactly(gate("latency.slo"));
    assertThat(judge(SIGNALLED).near()).isEmpty();
  }

  @Test
  void judge_evidence_isNotTouched() {
    evidence.begin(new Step(1, 1, 0, new BigDecimal("0.5")));

    judge(ENFORCED);

    assertThat(evidence.numbers()).isEmpty();
  }

  @Test
  void judge_thresholds_areByTheBudget() {
    evidence.mark(Mark.SERVICE_STABLE, 1);

    assertThat(judge(ENFORCED).verdicts())
        .extracting(verdict -> Math.round(1 / Math.exp(-verdict.findings().logThreshold())))
        .containsExactly(
            381L, 1_143L, 667L, 1_667L, 1_111L, 1_000L, 400L, 1_000L, 1_000L, 1_000L, 1_000L);
    assertThat(judge(ENFORCED).verdict(gate("errors")).orElseThrow().findings().okLogThreshold())
        .isEqualTo(-Math.log(0.05));
  }

  private void alarm(String name, long millis) {
    evidence.alarm(new Alarm(name), millis);
  }

  private void alarmAll() {
    evidence.mark(Mark.SERVICE_STABLE, 1);
    for (var name : List.of(
        "errors",
        "errors.floor",
        "errors.slo",
        "latency.q95",
        "latency.q99",
        "latency.slo",
        "abandoned",
        "abandoned.floor",
        "quality",
        "service.slo",
        "service.stable")) {
      alarm(name, 1);
    }
  }

  /** Begins a step a minute ago. */
  private void step(String share) {
    evidence.begin(new Step(1, 1, NOW - MINUTE, new BigDecimal(share)));
  }

  private void capped(double leftOut, double all) {
    var row = evidence.numbers(Series.CAPPED).at(1);
    row[0] = leftOut;
    row[1] = all;
  }

  private void counts(String name, double canary, double canaryBad, double stable, double bad) {
    PerStep.add(
        evidence.numbers(new Series(name, Tally.WIDTH)).at(1),
        new double[] {canary, canaryBad, stable, bad});
  }

  private void losses(double canary, double canarySum, double stable, double stableSum) {
    PerStep.add(
        evidence.numbers(Series.LOSSES).at(1),
        new double[] {canary, canarySum, canarySum, stable, stableSum, stableSum});
  }

  private void labels(double canary, double stable, double canaryLate, double stableLate) {
    PerStep.add(
        evidence.numbers(Series.LABELS).at(1),
        new double[] {canary, stable, canaryLate, stableLate});
  }

  /** As if blocks had proved the quality. */
  private void prove() {
    evidence.numbers(new Series("quality/ok", Cohort.BETS)).at(1)[0] = 10;
  }

  private static Quality quality(double harmMargin, boolean required) {
    return new Quality(
        new BigDecimal("0.25"),
        harmMargin,
        0.02,
        required,
        Duration.ofMinutes(30),
        Duration.ofMinutes(5),
        Duration.ofHours(2),
        false);
  }

  private Judgement judge(Modes modes) {
    return new Gates(settings(modes), LossScale.BINARY).judge(evidence, NOW);
  }

  private String rollback(Modes modes) {
    return judge(modes).rollback().orElseThrow().gate().toString();
  }

  private String pause(Modes modes) {
    return judge(modes).pause().orElseThrow().gate().toString();
  }

  private Harm harm(String name) {
    return (Harm) judge(ENFORCED).verdict(gate(name)).orElseThrow();
  }

  private List<Consequence> harms(Modes modes) {
    return judge(modes).verdicts().stream()
        .filter(Harm.class::isInstance)
        .map(verdict -> ((Harm) verdict).consequence())
        .toList();
  }

  private static GateSettings settings(Modes modes) {
    var latency = new Latency(
        new BigDecimal("0.3"),
        List.of(
            new Relative(P95, 1.2, new BigDecimal("0.5")),
            new Relative(new BigDecimal("0.99"), 1.5, new BigDecimal("0.2"))),
        Duration.ofMillis(5),
        Optional.of(new Slo(P95, Duration.ofMillis(50), new BigDecimal("0.3"))));
    var service =
        new Service(Optional.of(new Slo(P95, Duration.ofMillis(60), BigDecimal.ZERO)), 1.3);
    return new GateSettings(
        0.01,
        0.05,
        new Cap(5, Duration.ofMinutes(10)),
        GateSettings.DEFAULT.errors(),
        latency,
        GateSettings.DEFAULT.quality(),
        GateSettings.DEFAULT.abandoned(),
        service,
        0.001,
        1_000,
        modes);
  }
}
