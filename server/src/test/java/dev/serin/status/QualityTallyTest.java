package dev.serin.status;

import static dev.serin.status.CallRecords.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.feedback.quality.Metric;
import dev.serin.feedback.quality.QualitySettings;
import dev.serin.stats.ConfidenceSequence;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class QualityTallyTest {
  private static final long START = 1_000;
  private static final QualitySettings ACCURACY =
      QualitySettings.of(Metric.ACCURACY, "y", List.of(), OptionalDouble.empty());
  private static final QualitySettings ABSOLUTE_ERROR =
      QualitySettings.of(Metric.ABSOLUTE_ERROR, "y", List.of(), OptionalDouble.of(10));

  private final QualityTally tally = new QualityTally(START);

  @Test
  void read_withoutLabels_hasNoMean() {
    tally.predicted(4);

    var quality = tally.read(ACCURACY);

    assertThat(quality.metric()).isEqualTo("accuracy");
    assertThat(quality.labels()).isZero();
    assertThat(quality.coverage()).isZero();
    assertThat(quality.medianLag()).isZero();
    assertThat(quality.mean()).isNaN();
    assertThat(quality.low()).isNaN();
    assertThat(quality.high()).isNaN();
  }

  @Test
  void read_coverage_isTheLabelsPerRowPredicted() {
    tally.predicted(3);
    tally.predicted(1);
    tally.accept(outcome(1, 0, START, START));

    assertThat(tally.read(ACCURACY).coverage()).isEqualTo(0.25);
  }

  @Test
  void read_coverage_leavesOutLabelsAboutPredictionsBeforeTheStart() {
    tally.predicted(2);
    tally.accept(outcome(1, 0, START - 1, START));
    tally.accept(outcome(1, 0, START, START));

    var quality = tally.read(ACCURACY);

    assertThat(quality.labels()).isEqualTo(2);
    assertThat(quality.coverage()).isEqualTo(0.5);
  }

  @Test
  void read_coverage_isNeverAboveOne() {
    tally.predicted(1);
    tally.accept(outcome(1, 0, START, START));
    tally.accept(outcome(1, 0, START, START));

    assertThat(tally.read(ACCURACY).coverage()).isEqualTo(1);
  }

  @Test
  void read_lag_isTheMedian() {
    tally.accept(outcome(1, 0, START, START + 1));
    tally.accept(outcome(1, 0, START, START + 50));
    tally.accept(outcome(1, 0, START, START + 5_000));

    assertThat(tally.read(ACCURACY).medianLag()).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void accept_ofALabelBeforeItsPrediction_hasNoLag() {
    tally.accept(outcome(1, 0, START + 10, START));

    assertThat(tally.read(ACCURACY).medianLag()).isZero();
  }

  @Test
  void read_ofAMetricThatFallsWithTheLoss_turnsTheIntervalAround() {
    addLosses();
    var losses = ConfidenceSequence.of(10, 40);

    var quality = tally.read(ACCURACY);

    assertThat(quality.mean()).isCloseTo(0.75, within(1e-12));
    assertThat(quality.low()).isCloseTo(1 - losses.high(), within(1e-12));
    assertThat(quality.high()).isCloseTo(1 - losses.low(), within(1e-12));
    assertThat(quality.low()).isLessThan(quality.mean());
    assertThat(quality.high()).isGreaterThan(quality.mean());
  }

  @Test
  void read_ofAMetricThatRisesWithTheLoss_isInItsOwnUnit() {
    addLosses();
    var losses = ConfidenceSequence.of(10, 40);

    var quality = tally.read(ABSOLUTE_ERROR);

    assertThat(quality.mean()).isCloseTo(2.5, within(1e-12));
    assertThat(quality.low()).isCloseTo(10 * losses.low(), within(1e-12));
    assertThat(quality.high()).isCloseTo(10 * losses.high(), within(1e-12));
  }

  /** 40 labels, a quarter of them wrong. */
  private void addLosses() {
    for (int label = 0; label < 40; label++) {
      tally.accept(outcome(1, label % 4 == 0 ? 1 : 0, START, START));
    }
  }
}
