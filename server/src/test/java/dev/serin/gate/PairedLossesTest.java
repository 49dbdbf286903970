package dev.serin.gate;

import static dev.serin.gate.GateIds.gate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.gate.GateSettings.Quality;
import dev.serin.gate.Trial.Phase;
import dev.serin.gate.Verdict.Harm;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedLossesTest {
  private static final GateSettings MARGIN = Settings.with(new Quality(
      new BigDecimal("0.25"),
      0.01,
      0.02,
      true,
      Duration.ofMinutes(30),
      Duration.ofMinutes(5),
      Duration.ofHours(2),
      false));
  private static final long START = 60_000;
  private static final int RUNS = 200;

  private final Evidence begun = new Evidence();
  private long millis = START;
  private long user;

  @Test
  void of_noShadow_isEmpty() {
    assertThat(PairedLosses.of(new Evidence(), MARGIN)).isEmpty();
  }

  @Test
  void add_goldenDifferences_winWhatTheyWin() {
    var pairs = pairs(MARGIN);
    for (double difference : new double[] {0.5, -0.1, 0, 1, -0.25, 0.2}) {
      pairs.add(label(Math.max(0, -difference), Math.max(0, difference)));
    }

    assertThat(pairs.harmLogE()).isCloseTo(0.2341223665, within(1e-9));
    assertThat(pairs.okLogE()).isCloseTo(-0.2600200121, within(1e-9));
    assertThat(pairs.sums()[0]).isEqualTo(6);
    assertThat(pairs.sums()[1]).isCloseTo(0.35, within(1e-12));
    assertThat(pairs.sums()[2]).isCloseTo(1.7, within(1e-12));
    assertThat(pairs.sums()[3]).isCloseTo(1.3625, within(1e-12));
  }

  @Test
  void add_twoPointsWorse_isFoundAfterAsManyPairsAsExpected() {
    // 4 % of the answers differ, 3 to 1 against the canary: 1,143 pairs at a chance of 1 %.
    assertThat(medianPairs(0.03, 0.01, 0, 0.02, Math.log(100), true))
        .isCloseTo(1_143, within(0.2 * 1_143));
  }

  @Test
  void judge_pairsOfTheShadow_areHalfOfQuality() {
    var comparison = comparison(GateSettings.DEFAULT);
    for (int i = 0; i < 20; i++) {
      add(comparison, 0, i % 2);
    }

    var own = PairedLosses.of(comparison.evidence(), GateSettings.DEFAULT).orElseThrow();
    assertThat(quality(comparison, Phase.SHADOW).logE())
        .isEqualTo(Composite.mean(0, own.harmLogE()));
    assertThat(quality(comparison, Phase.SHADOW).okLogE())
        .hasValue(Composite.mean(0, own.okLogE()));
    assertThat(quality(comparison, Phase.SHADOW).canary()).isEqualTo(new Rate(20, 10));
    assertThat(quality(comparison, Phase.SHADOW).stable()).isEqualTo(new Rate(20, 0));
  }

  @Test
  void judge_canaryWorseInTheShadow_rollsBack() {
    var comparison = comparison(GateSettings.DEFAULT);
    for (int i = 0; i < 200; i++) {
      add(comparison, 0, i % 5 == 0 ? 1 : 0);
    }

    assertThat(comparison.judge(Phase.SHADOW, millis).rollback().map(Harm::gate))
        .contains(gate("quality"));
    assertThat(comparison.alarmed()).isTrue();
  }

  @Test
  void judge_lateLabelsOfTheShadow_rollBackInTheSplit() {
    var comparison = comparison(GateSettings.DEFAULT);
    comparison.begin(new Step(1, 2, millis, new BigDecimal("0.1")));
    for (int i = 0; i < 200; i++) {
      add(comparison, 0, i % 5 == 0 ? 1 : 0);
    }

    assertThat(comparison.judge(Phase.SPLIT, millis).rollback().map(Harm::gate))
        .contains(gate("quality"));
  }

  @Test
  void judge_noLabelsInTheShadow_halvesWhatTheSplitFinds() {
    var with = comparison(GateSettings.DEFAULT);
    var without = new Comparison(GateSettings.DEFAULT, LossScale.BINARY);
    for (var comparison : new Comparison[] {with, without}) {
      var traffic = new Traffic(4);
      traffic.canary.loss = 0.15;
      traffic.begin(comparison, "0.5");
      traffic.run(comparison, 900);
    }

    double own = quality(without, Phase.SPLIT).logE();
    assertThat(own).isGreaterThan(1);
    assertThat(quality(with, Phase.SPLIT).logE()).isCloseTo(Composite.mean(own, 0), within(1e-12));
  }

  @Test
  void judge_pairsProveTheCanaryFine_noOtherLabelsAreNeeded() {
    var comparison = comparison(GateSettings.DEFAULT);
    for (int i = 0; i < 2_000; i++) {
      add(comparison, 0.1, 0.1);
    }
    comparison.begin(new Step(1, 2, millis, new BigDecimal("0.1")));

    var judgement = comparison.judge(Phase.SPLIT, millis);
    assertThat(judgement.unproved()).doesNotContain(gate("quality"));
    assertThat(quality(comparison, Phase.SPLIT).remarks())
        .containsExactly(
            "half of the evidence is the shadow's: +0.0000 on the mean of 2000 labels");
  }

  @Test
  void add_sameUser_countsAsOftenAsTheCapInEachWindow() {
    var comparison = comparison(GateSettings.DEFAULT);
    for (int i = 0; i < 9; i++) {
      comparison.add(new ShadowLabel("a", START + i, 7, 0, 1));
    }
    for (int i = 0; i < 9; i++) {
      comparison.add(new ShadowLabel("a", START + 600_000 + i, 7, 0, 1));
    }

    assertThat(quality(comparison, Phase.SHADOW).canary().observations()).isEqualTo(10);
  }

  @Test
  void add_whileCoverageIsNotAcknowledged_countsForNothing() {
    PhaseMarks.begin(begun, Phase.SHADOW, 1, START);
    begun.alarm(Alarm.COVERAGE, START);
    var comparison = new Comparison(GateSettings.DEFAULT, LossScale.BINARY, begun);

    add(comparison, 0, 1);

    assertThat(quality(comparison, Phase.SHADOW).canary().observations()).isZero();
  }

  @Test
  void acknowledge_qualityThatOnlySignals_restartsThePairs() {
    var modes = new GateSettings.Modes(
        GateSettings.Mode.ENFORCE,
        GateSettings.Mode.ENFORCE,
        GateSettings.Mode.SIGNAL,
        GateSettings.Mode.ENFORCE,
        GateSettings.Mode.SIGNAL);
    var comparison = comparison(Settings.with(modes));
    for (int i = 0; i < 200; i++) {
      add(comparison, 0, 1);
    }
    assertThat(comparison.judge(Phase.SHADOW, millis).pausing())
        .extracting(Verdict.Harm::gate)
        .containsExactly(gate("quality"));

    comparison.acknowledge(Phase.SHADOW, millis);

    assertThat(quality(comparison, Phase.SHADOW).logE()).isZero();
  }

  /** The median number of pairs until E reaches the threshold. */
  private double medianPairs(
      double worse, double better, double harm, double ok, double threshold, boolean forHarm) {
    var random = new SplittableRandom(11);
    var settings = Settings.with(new Quality(
        new BigDecimal("0.25"),
        harm,
        ok,
        true,
        Duration.ofMinutes(30),
        Duration.ofMinutes(5),
        Duration.ofHours(2),
        false));
    var counts = new double[RUNS];
    for (int run = 0; run < RUNS; run++) {
      var pairs = pairs(settings);
      while ((forHarm ? pairs.harmLogE() : pairs.okLogE()) < threshold) {
        double toss = random.nextDouble();
        pairs.add(label(toss >= worse && toss < worse + better ? 1 : 0, toss < worse ? 1 : 0));
        counts[run]++;
      }
    }
    Arrays.sort(counts);
    return counts[RUNS / 2];
  }

  private static PairedLosses pairs(GateSettings settings) {
    var evidence = new Evidence();
    PhaseMarks.begin(evidence, Phase.SHADOW, 1, START);
    return PairedLosses.of(evidence, settings).orElseThrow();
  }

  private Comparison comparison(GateSettings settings) {
    PhaseMarks.begin(begun, Phase.SHADOW, 1, START);
    return new Comparison(settings, LossScale.BINARY, begun);
  }

  private void add(Comparison comparison, double stable, double canary) {
    comparison.add(label(stable, canary));
  }

  private ShadowLabel label(double stable, double canary) {
    return new ShadowLabel("a", millis += 10, Traffic.hash(user++), stable, canary);
  }

  private Findings quality(Comparison comparison, Phase phase) {
    return comparison
        .judge(phase, millis)
        .verdict(gate("quality"))
        .orElseThrow()
        .findings();
  }
}
