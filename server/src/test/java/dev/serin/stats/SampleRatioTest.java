package dev.serin.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleRatioTest {
  private static final double PRECISION = 1e-9;

  @Test
  void logE_goldenCounts_isEqual() {
    assertThat(SampleRatio.logE(0.05, 1_000, 80, 920)).isCloseTo(3.8746278545, within(PRECISION));
    assertThat(SampleRatio.logE(0.5, 1_000, 5_200, 4_800))
        .isCloseTo(6.0758176516, within(PRECISION));
  }

  @Test
  void logE_noUsers_isZero() {
    assertThat(SampleRatio.logE(0.05, 1_000, 0, 0)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void logE_nextUserByTheShare_expectsNoGain(long seed) {
    var random = new SplittableRandom(seed);
    double share = random.nextDouble(0.001, 0.999);
    double concentration = random.nextDouble(1, 2_000);
    long canary = random.nextLong(2_000);
    long stable = random.nextLong(2_000);

    double now = SampleRatio.logE(share, concentration, canary, stable);
    double toCanary = SampleRatio.logE(share, concentration, canary + 1, stable) - now;
    double toStable = SampleRatio.logE(share, concentration, canary, stable + 1) - now;

    assertThat(share * Math.exp(toCanary) + (1 - share) * Math.exp(toStable))
        .isCloseTo(1, within(PRECISION));
  }

  @Test
  void logE_rolesSwapped_isTheSame() {
    assertThat(SampleRatio.logE(0.2, 500, 30, 70))
        .isCloseTo(SampleRatio.logE(0.8, 500, 70, 30), within(PRECISION));
  }

  @Test
  void logE_billionsOfUsers_isFiniteAndTellsRightFromWrong() {
    assertThat(SampleRatio.logE(0.5, 1_000, 1_000_000_000, 1_000_000_000)).isBetween(-20.0, 0.0);
    assertThat(SampleRatio.logE(0.5, 1_000, 1_010_000_000, 1_000_000_000)).isGreaterThan(10_000);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, Double.NaN})
  void logE_nothingToDivide_isRefused(double share) {
    assertThatThrownBy(() -> SampleRatio.logE(share, 1_000, 1, 1))
        .hasMessage("share: " + share + " (expected: between 0 and 1)");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void logE_noConcentration_isRefused(double concentration) {
    assertThatThrownBy(() -> SampleRatio.logE(0.5, concentration, 1, 1))
        .hasMessage("concentration: " + concentration + " (expected: above 0, finite)");
  }

  @Test
  void logE_negativeCounts_areRefused() {
    assertThatThrownBy(() -> SampleRatio.logE(0.5, 1_000, -1, 7))
        .hasMessage("users: -1 and 7 (expected: not negative)");
    assertThatThrownBy(() -> SampleRatio.logE(0.5, 1_000, 7, -1))
        .hasMessage("users: 7 and -1 (expected: not negative)");
  }
}
