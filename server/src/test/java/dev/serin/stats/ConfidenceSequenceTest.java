package dev.serin.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfidenceSequenceTest {
  private static final double TRUE_MEAN = 0.3;
  private static final int STREAMS = 1_000;
  private static final int LOOKS = 400;

  @Test
  void of_published_isEqual() {
    assertInterval(ConfidenceSequence.of(700, 1_000, 0.05, 100), 0.651629, 0.745949);
    assertInterval(ConfidenceSequence.of(15, 50, 0.05, 50), 0.129556, 0.511896);
    assertInterval(ConfidenceSequence.of(1, 50, 0.05, 50), 0, 0.13489);
  }

  @Test
  void of_noObservations_isEverything() {
    assertThat(ConfidenceSequence.of(0, 0)).isEqualTo(new Interval(0, 1));
  }

  @Test
  void of_onlyZerosOrOnlyOnes_endsThere() {
    assertThat(ConfidenceSequence.of(0, 100).low()).isZero();
    assertThat(ConfidenceSequence.of(100, 100).high()).isEqualTo(1);
    assertThat(ConfidenceSequence.of(100, 100).low()).isBetween(0.9, 0.99);
  }

  @Test
  void of_zerosAndOnesSwapped_isMirrored() {
    var interval = ConfidenceSequence.of(130, 700);
    var mirrored = ConfidenceSequence.of(570, 700);

    assertInterval(interval, 1 - mirrored.high(), 1 - mirrored.low());
  }

  @Test
  void of_aBillionObservations_isNarrowAndHoldsTheMean() {
    var interval = ConfidenceSequence.of(970_000_000.5, 1_000_000_000);

    assertThat(interval.contains(0.97)).isTrue();
    assertThat(interval.high() - interval.low()).isBetween(1e-5, 1e-4);
  }

  @Test
  void of_sumOutsideTheObservations_isRefused() {
    assertThatThrownBy(() -> ConfidenceSequence.of(11, 10))
        .hasMessage("sum: 11.0 of 10 observations (expected: from 0 to 10)");
    assertThatThrownBy(() -> ConfidenceSequence.of(Double.NaN, 10))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void of_noAlpha_isAtFivePercent() {
    assertThat(ConfidenceSequence.of(130, 700)).isEqualTo(ConfidenceSequence.of(130, 700, 0.05));
  }

  @Test
  void of_smallerAlpha_isWider() {
    var usual = ConfidenceSequence.of(130, 700, 0.05);
    var careful = ConfidenceSequence.of(130, 700, 0.001);

    assertThat(careful.low()).isLessThan(usual.low() - 0.005);
    assertThat(careful.high()).isGreaterThan(usual.high() + 0.005);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, Double.NaN})
  void of_alphaThatIsNone_isRefused(double alpha) {
    assertThatThrownBy(() -> ConfidenceSequence.of(1, 10, alpha))
        .hasMessage("alpha: " + alpha + " (expected: between 0 and 1)");
  }

  /** The bars stand between the promised 5 % and what peeking makes of it. */
  @Test
  void of_lookedAtAfterEveryObservation_missesInFewerStreamsThanPromised() {
    assertThat(shareOfStreamsMissed((sum, n) -> ConfidenceSequence.of(sum, n))).isLessThan(0.05);
    assertThat(shareOfStreamsMissed(ConfidenceSequenceTest::wald)).isGreaterThan(0.25);
  }

  private static double shareOfStreamsMissed(BiFunction<Integer, Integer, Interval> intervals) {
    var known = new HashMap<Integer, Boolean>();
    var random = new SplittableRandom(20250101);
    int missed = 0;
    for (int stream = 0; stream < STREAMS; stream++) {
      missed += missesOnce(random, intervals, known) ? 1 : 0;
    }
    return (double) missed / STREAMS;
  }

  private static boolean missesOnce(
      SplittableRandom random,
      BiFunction<Integer, Integer, Interval> intervals,
      Map<Integer, Boolean> known) {
    int sum = 0;
    boolean missed = false;
    for (int n = 1; n <= LOOKS; n++) {
      sum += random.nextDouble() < TRUE_MEAN ? 1 : 0;
      int observed = sum;
      int looks = n;
      missed |= known.computeIfAbsent(
          observed * (LOOKS + 1) + looks,
          key -> !intervals.apply(observed, looks).contains(TRUE_MEAN));
    }
    return missed;
  }

  /** The textbook interval, valid for a single look; from 30 observations on. */
  private static Interval wald(int sum, int n) {
    double mean = (double) sum / n;
    double half = n < 30 ? 1 : 1.96 * Math.sqrt(mean * (1 - mean) / n);
    return new Interval(mean - half, mean + half);
  }

  private static void assertInterval(Interval interval, double low, double high) {
    assertThat(interval.low()).isCloseTo(low, within(1e-5));
    assertThat(interval.high()).isCloseTo(high, within(1e-5));
  }
}
