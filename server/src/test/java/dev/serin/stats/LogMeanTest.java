package dev.serin.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogMeanTest {
  private static final double NONE = Double.NEGATIVE_INFINITY;

  @Test
  void of_logs_isTheLogarithmOfTheMean() {
    assertThat(LogMean.of(new double[] {Math.log(1), Math.log(2), Math.log(6)}))
        .isCloseTo(Math.log(3), within(1e-15));
  }

  @Test
  void of_numbersBeyondADouble_isStable() {
    assertThat(LogMean.of(new double[] {5_000, 5_000 + Math.log(3)}))
        .isCloseTo(5_000 + Math.log(2), within(1e-12));
    assertThat(LogMean.of(new double[] {-5_000, -5_000 - 5_000}))
        .isCloseTo(-5_000 - Math.log(2), within(1e-12));
  }

  @Test
  void of_nothingLeft_countsAsZero() {
    assertThat(LogMean.of(new double[] {NONE, NONE})).isEqualTo(NONE);
    assertThat(LogMean.of(new double[] {NONE, 0})).isCloseTo(-Math.log(2), within(1e-15));
  }

  @Test
  void of_anInfiniteNumber_isInfinite() {
    assertThat(LogMean.of(new double[] {Double.POSITIVE_INFINITY, 0}))
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void of_notANumber_isNotHidden() {
    assertThat(LogMean.of(new double[] {0, Double.NaN, 1})).isNaN();
  }

  @Test
  void of_weights_isTheLogarithmOfTheWeightedMean() {
    var logs = new double[] {Math.log(2), Math.log(8), 0};

    assertThat(LogMean.of(logs, new double[] {0.5, 0.25, 0.25}))
        .isCloseTo(Math.log(3.25), within(1e-15));
  }

  @Test
  void of_weightZero_takesNoPart() {
    var logs = new double[] {5_000, 0, Double.POSITIVE_INFINITY, Double.NaN};

    assertThat(LogMean.of(logs, new double[] {0, 1, 0, 0})).isZero();
  }

  @Test
  void of_weightsThatAreNone_areRefused() {
    assertThatThrownBy(() -> LogMean.of(new double[2], new double[] {0.5, 0.6}))
        .hasMessage("weights: [0.5, 0.6] (expected: 2 numbers, none negative, that sum to 1)");
    assertThatThrownBy(() -> LogMean.of(new double[2], new double[] {1.5, -0.5}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LogMean.of(new double[2], new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LogMean.of(new double[2], new double[] {0.5, Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void of_noLogs_isRefused() {
    assertThatThrownBy(() -> LogMean.of(new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
