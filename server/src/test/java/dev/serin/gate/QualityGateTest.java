package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.gate.GateSettings.Quality;
import dev.serin.model.Role;
import dev.serin.stats.BoundedBets;
import dev.serin.stats.LogMean;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QualityGateTest {
  private static final GateSettings MARGIN = Settings.with(new Quality(
      new BigDecimal("0.25"),
      0.05,
      0.1,
      true,
      Duration.ofMinutes(30),
      Duration.ofMinutes(5),
      Duration.ofHours(2),
      false));

  private final Evidence evidence = new Evidence();
  private final Cohort cohort = new Cohort("1/0", 1, 300_000, true, new double[Cohort.width(6)]);

  @Test
  void close_worseCanaryWithoutMargin_raisesTheAlarmByOdds() {
    var gate = new QualityGate(evidence, GateSettings.DEFAULT, LossScale.BINARY);
    add(gate, 0, 100, 1, 0);

    gate.close(cohort, 0, 7);

    assertThat(evidence.alarms()).containsEntry("quality", 7L);
    assertThat(evidence.numbers()).containsKey("quality/harm/all");
    assertThat(QualityGate.harmLogE(evidence, GateSettings.DEFAULT, LossScale.BINARY))
        .isGreaterThan(10);
  }

  @Test
  void close_worseCanaryOfRealLosses_raisesTheAlarmByBlocks() {
    var gate = new QualityGate(evidence, GateSettings.DEFAULT, LossScale.BOUNDED);
    add(gate, 0, 100, 0.6, 0.2);

    gate.close(cohort, 0, 7);

    assertThat(evidence.alarms()).containsEntry("quality", 7L);
    assertThat(evidence.numbers()).doesNotContainKey("quality/harm/all");
  }

  @Test
  void close_worseCanaryWithinTheMargin_raisesNoAlarm() {
    var gate = new QualityGate(evidence, MARGIN, LossScale.BINARY);
    add(gate, 0, 2_000, 0.24, 0.2);

    gate.close(cohort, 0, 7);

    assertThat(evidence.alarms()).isEmpty();
    assertThat(QualityGate.harmLogE(evidence, MARGIN, LossScale.BINARY)).isNegative();
  }

  @Test
  void close_worseCanaryBeyondTheMargin_raisesTheAlarm() {
    var gate = new QualityGate(evidence, MARGIN, LossScale.BINARY);
    add(gate, 0, 2_000, 0.3, 0.2);

    gate.close(cohort, 0, 7);

    assertThat(evidence.alarms()).containsEntry("quality", 7L);
  }

  @Test
  void close_secondCell_countsAlsoForItsStep() {
    var gate = new QualityGate(evidence, GateSettings.DEFAULT, LossScale.BOUNDED);
    add(gate, 0, 1, 0.6, 0.2);
    gate.close(cohort, 0, 7);
    add(gate, 1, 27, 0.6, 0.2);

    gate.close(cohort, 1, 8);

    // E is 577: three quarters of it are enough, half of it is not.
    assertThat(evidence.alarms()).containsEntry("quality", 8L);
  }

  @Test
  void add_openCell_winsNothingYet() {
    var gate = new QualityGate(evidence, GateSettings.DEFAULT, LossScale.BINARY);

    add(gate, 0, 100, 1, 0);

    assertThat(QualityGate.harmLogE(evidence, GateSettings.DEFAULT, LossScale.BINARY))
        .isZero();
    assertThat(QualityGate.okLogE(evidence)).isZero();
  }

  @Test
  void close_goldenBlocks_winWhatTheyWin() {
    var settings = Settings.with(new Quality(
        new BigDecimal("0.25"),
        0.01,
        0.02,
        true,
        Duration.ofMinutes(30),
        Duration.ofMinutes(5),
        Duration.ofHours(2),
        false));
    var gate = new QualityGate(evidence, settings, LossScale.BOUNDED);
    add(gate, 0, 1, 0.5, 0);
    add(gate, 0, 1, 0, 0.1);
    add(gate, 0, 1, 0.4, 0.4);

    gate.close(cohort, 0, 7);

    double harm = Math.exp(0.0654465955);
    double ok = Math.exp(-0.0809599156);
    assertThat(Math.exp(QualityGate.harmLogE(evidence, settings, LossScale.BOUNDED)))
        .isCloseTo(harm / 2 + (harm / 2 + 0.5) / 2, within(1e-9));
    assertThat(Math.exp(QualityGate.okLogE(evidence)))
        .isCloseTo(ok / 2 + (ok / 2 + 0.5) / 2, within(1e-9));
  }

  @Test
  void close_oneBucket_takesNoOther() {
    var gate = new QualityGate(evidence, GateSettings.DEFAULT, LossScale.BOUNDED);
    add(gate, 0, 10, 0, 0);
    add(gate, 1, 10, 0, 0);

    gate.close(cohort, 1, 7);

    var wealth = new double[16];
    for (int i = 0; i < 10; i++) {
      BoundedBets.below(0.02).add(wealth, 0);
    }
    assertThat(LogMean.of(evidence.numbers(new Series("quality/ok", 16)).total()))
        .isCloseTo(LogMean.of(wealth), within(1e-12));
  }

  @Test
  void add_losses_areSummedByRole() {
    var gate = new QualityGate(evidence, GateSettings.DEFAULT, LossScale.BOUNDED);

    gate.add(cohort, 0, Role.CANARY, 0.5);
    gate.add(cohort, 1, Role.CANARY, 0.25);
    gate.add(cohort, 0, Role.STABLE, 1);

    assertThat(evidence.numbers(Series.LOSSES).at(1)).containsExactly(2, 0.75, 0.3125, 1, 1, 1);
  }

  @Test
  void close_laterWindow_countsInOneHalf() {
    var gate = new QualityGate(evidence, GateSettings.DEFAULT, LossScale.BINARY);
    var later = new Cohort("1/3", 1, 1_200_000, false, new double[Cohort.width(6)]);
    gate.add(later, 0, Role.CANARY, 1);
    gate.add(later, 0, Role.STABLE, 0);

    gate.close(later, 0, 7);

    assertThat(evidence.numbers(new Series("quality/harm/first", 12)).count()).isZero();
    assertThat(evidence.numbers(new Series("quality/harm/all", 12)).count()).isEqualTo(1);
  }

  private void add(QualityGate gate, int bucket, int times, double canary, double stable) {
    for (int i = 0; i < times; i++) {
      gate.add(cohort, bucket, Role.CANARY, canary);
      gate.add(cohort, bucket, Role.STABLE, stable);
    }
  }
}
