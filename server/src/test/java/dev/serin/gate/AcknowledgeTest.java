package dev.serin.gate;

import static dev.serin.gate.GateIds.gate;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.Call.Result;
import dev.serin.gate.GateSettings.Mode;
import dev.serin.gate.GateSettings.Modes;
import dev.serin.gate.Trial.Phase;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcknowledgeTest {
  private static final GateSettings SIGNAL =
      Settings.with(new Modes(Mode.SIGNAL, Mode.SIGNAL, Mode.SIGNAL, Mode.SIGNAL, Mode.SIGNAL));
  private static final long MINUTE = 60;

  private final Traffic traffic = new Traffic(3);

  @Test
  void acknowledge_usersLost_restartsTheSampleRatio() {
    var comparison = new Comparison(GateSettings.DEFAULT, LossScale.BINARY);
    traffic.canary.lost = 0.1;
    step(comparison, "0.50", 10 * MINUTE);
    assertThat(pausing(comparison)).containsExactly("srm");
    long users = users(comparison);

    acknowledge(comparison);

    assertThat(pausing(comparison)).isEmpty();
    assertThat(findings(comparison, "srm").logE()).isZero();
    assertThat(users(comparison)).isEqualTo(users);
  }

  @Test
  void acknowledge_usersAreStillLost_pausesAgainByNewUsersOnly() {
    var comparison = new Comparison(GateSettings.DEFAULT, LossScale.BINARY);
    traffic.canary.lost = 0.2;
    step(comparison, "0.50", 10 * MINUTE);
    acknowledge(comparison);
    traffic.run(comparison, MINUTE);
    assertThat(pausing(comparison)).isEmpty();

    step(comparison, "0.60", 10 * MINUTE);

    assertThat(pausing(comparison)).containsExactly("srm");
  }

  @Test
  void acknowledge_misplacedUser_isMeasuredByTheLatestCall() {
    var comparison = new Comparison(GateSettings.DEFAULT, LossScale.BINARY);
    traffic.misplaced = 0.01;
    step(comparison, "0.50", 3 * MINUTE);
    assertThat(pausing(comparison)).containsExactly("srm");
    traffic.misplaced = 0;
    step(comparison, "0.60", 60 * MINUTE);

    acknowledge(comparison);
    traffic.run(comparison, 10 * MINUTE);

    assertThat(pausing(comparison)).isEmpty();
  }

  @Test
  void acknowledge_otherLabelsOfTheCanary_restartsCoverage() {
    var comparison = coverageAlarm();

    acknowledge(comparison);

    assertThat(pausing(comparison)).isEmpty();
    assertThat(findings(comparison, "coverage").logE()).isZero();
    assertThat(findings(comparison, "coverage").canary().observations()).isZero();
  }

  @Test
  void acknowledge_otherLabelsOfTheCanary_dropsTheCohortsThatHaveBegun() {
    var comparison = coverageAlarm();
    double before = labels(comparison);
    acknowledge(comparison);

    traffic.run(comparison, 3 * MINUTE - 1);

    assertThat(comparison.evidence().cohorts()).isEmpty();
    assertThat(labels(comparison)).isEqualTo(before);
  }

  @Test
  void acknowledge_otherLabelsOfTheCanary_letsLaterOnesCount() {
    var comparison = coverageAlarm();
    double before = labels(comparison);
    acknowledge(comparison);
    equalLabels();

    traffic.run(comparison, 60 * MINUTE);

    assertThat(labels(comparison)).isGreaterThan(before + 1_000);
    assertThat(pausing(comparison)).isEmpty();
  }

  @Test
  void label_whileCoverageIsNotAcknowledged_countsForNothingInQuality() {
    var comparison = coverageAlarm();
    double before = labels(comparison);
    double okBefore = findings(comparison, "quality").okLogE().orElseThrow();

    traffic.run(comparison, 30 * MINUTE);

    assertThat(labels(comparison)).isEqualTo(before);
    assertThat(findings(comparison, "quality").okLogE()).hasValue(okBefore);
  }

  @Test
  void acknowledge_afterARestart_theDroppedCohortsStayDropped() {
    var comparison = coverageAlarm();
    acknowledge(comparison);
    long since = traffic.millis();

    var restarted = new Comparison(GateSettings.DEFAULT, LossScale.BINARY, comparison.evidence());
    traffic.run(restarted, 4 * MINUTE);

    assertThat(pausing(restarted)).isEmpty();
    assertThat(restarted.evidence().cohorts()).isNotEmpty();
    assertThat(restarted.evidence().cohorts().keySet()).allMatch(name -> start(name) >= since);
  }

  @Test
  void acknowledge_serviceSlowerThanBefore_restartsIt() {
    var comparison = new Comparison(GateSettings.DEFAULT, LossScale.BINARY);
    for (int call = 0; call < 2_000; call++) {
      comparison.before(10_000_000L);
    }
    traffic.stable.medianMillis = 30;
    traffic.canary.medianMillis = 30;
    step(comparison, "0.50", MINUTE);
    assertThat(pausing(comparison)).contains("service.stable");

    acknowledge(comparison);

    assertThat(pausing(comparison)).isEmpty();
    assertThat(findings(comparison, "service.stable").logE()).isZero();
  }

  @Test
  void acknowledge_harmOfGatesThatOnlySignal_restartsThem() {
    var comparison = new Comparison(SIGNAL, LossScale.BINARY);
    traffic.canary.errors = 0.5;
    traffic.canary.medianMillis = 30;
    traffic.canary.loss = 0.5;
    step(comparison, "0.50", 20 * MINUTE);
    assertThat(pausing(comparison))
        .containsExactly("errors", "errors.slo", "latency.q95", "latency.q99", "quality");

    acknowledge(comparison);

    assertThat(pausing(comparison)).isEmpty();
    assertThat(comparison.judge(traffic.millis()).verdicts())
        .allMatch(verdict -> verdict.findings().logE() <= 0);
  }

  @Test
  void acknowledge_harmThatGoesOn_pausesAgain() {
    var comparison = new Comparison(SIGNAL, LossScale.BINARY);
    traffic.canary.errors = 0.5;
    step(comparison, "0.50", MINUTE);
    assertThat(comparison.alarmed()).isTrue();
    acknowledge(comparison);
    assertThat(comparison.alarmed()).isFalse();

    traffic.run(comparison, MINUTE);

    assertThat(pausing(comparison)).containsExactly("errors", "errors.slo");
    assertThat(comparison.alarmed()).isTrue();
  }

  @Test
  void acknowledge_whatIsStillOpen_isOfBeforeToo() {
    var comparison = new Comparison(SIGNAL, LossScale.BINARY);
    var calls = new Calls();
    comparison.begin(new Step(1, 1, 1_000, new BigDecimal("0.5")));
    for (int i = 0; i < 20; i++) {
      comparison.call(1, calls.bad(1_000 + i, true));
      comparison.call(1, calls.stable(1_000 + i));
    }
    assertThat(comparison.judge(2_000).pausing())
        .extracting(Verdict.Harm::gate)
        .containsExactly(gate("errors.slo"));

    comparison.acknowledge(Phase.SPLIT, 2_000);
    comparison.tick(100_000);

    assertThat(comparison.judge(100_000).pausing()).isEmpty();
  }

  @Test
  void acknowledge_rollbackFoundInWhatIsStillOpen_isTold() {
    var calls = new Calls();
    var begun = new Evidence();
    begun.alarm(Alarm.COVERAGE, 1);
    var paused = new Comparison(GateSettings.DEFAULT, LossScale.BINARY, begun);
    assertThat(paused.alarmed()).isTrue();
    paused.begin(new Step(1, 1, 1_000, new BigDecimal("0.5")));
    for (int i = 0; i < 20; i++) {
      paused.call(1, calls.call(1_000 + i, true, i % 3 == 0 ? Result.BAD : Result.OK, 1));
      paused.call(1, calls.stable(1_000 + i));
      paused.call(1, calls.stable(1_000 + i));
    }
    paused.alarmed();
    assertThat(paused.judge(2_000).rollback()).isEmpty();

    paused.acknowledge(Phase.SPLIT, 2_000);

    assertThat(paused.judge(2_000).rollback()).isPresent();
    assertThat(paused.alarmed()).isTrue();
  }

  @Test
  void acknowledge_bothUnhealthy_restartsTheLimit() {
    var comparison = new Comparison(GateSettings.DEFAULT, LossScale.BINARY);
    traffic.stable.errors = 0.4;
    traffic.canary.errors = 0.4;
    step(comparison, "0.50", MINUTE);
    assertThat(pausing(comparison)).containsExactly("errors.slo");

    acknowledge(comparison);

    assertThat(comparison.evidence().alarms())
        .doesNotContainKeys("errors.slo", "errors.slo.stable");
    assertThat(findings(comparison, "errors.slo").logE()).isZero();
  }

  @Test
  void acknowledge_harmThatRollsBack_stays() {
    var comparison = new Comparison(GateSettings.DEFAULT, LossScale.BINARY);
    traffic.canary.errors = 0.5;
    step(comparison, "0.50", MINUTE);
    var before = comparison.judge(traffic.millis()).rollback();

    acknowledge(comparison);

    assertThat(before).isPresent();
    assertThat(comparison.judge(traffic.millis()).rollback()).isEqualTo(before);
  }

  /** Labels of the canary that come later, until they cannot be compared. */
  private Comparison coverageAlarm() {
    var comparison = new Comparison(GateSettings.DEFAULT, LossScale.BINARY);
    traffic.spreadLabels = true;
    traffic.stable.labelMinutes(10, 10);
    traffic.canary.labelMinutes(25, 25);
    step(comparison, "0.50", 22 * MINUTE);
    assertThat(pausing(comparison)).containsExactly("coverage");
    return comparison;
  }

  private void equalLabels() {
    traffic.stable.labelMinutes(10, 10);
    traffic.canary.labelMinutes(10, 10);
  }

  private void step(Comparison comparison, String share, long seconds) {
    traffic.begin(comparison, share);
    traffic.run(comparison, seconds);
  }

  private void acknowledge(Comparison comparison) {
    comparison.acknowledge(Phase.SPLIT, traffic.millis());
  }

  private List<String> pausing(Comparison comparison) {
    return comparison.judge(traffic.millis()).pausing().stream()
        .map(harm -> harm.gate().toString())
        .toList();
  }

  private Findings findings(Comparison comparison, String name) {
    return comparison.judge(traffic.millis()).verdict(gate(name)).orElseThrow().findings();
  }

  /** How many labels counted in quality. */
  private double labels(Comparison comparison) {
    var quality = findings(comparison, "quality");
    return quality.canary().observations() + quality.stable().observations();
  }

  private static long users(Comparison comparison) {
    var users = requireNonNull(comparison.evidence().numbers().get("users")).get(0);
    return (long) (users[0] + users[1]);
  }

  /** When a cohort of the first step begins. */
  private static long start(String cohort) {
    return Long.parseLong(cohort.substring(cohort.indexOf('/') + 1)) * 5 * MINUTE * 1_000;
  }
}
