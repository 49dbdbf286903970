package dev.serin.benchmarks.gates.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MannWhitneyTest {
  private static final int POINTS = 60;

  @Test
  void isHigher_shiftedByTwoDeviations_isSeen() {
    assertThat(MannWhitney.isHigher(points(1, 2), points(2, 0))).isTrue();
  }

  @Test
  void isHigher_shiftedDownwards_isNot() {
    assertThat(MannWhitney.isHigher(points(1, -2), points(2, 0))).isFalse();
  }

  @Test
  void isHigher_missingPoints_areLeftOut() {
    var missing = new double[POINTS];
    Arrays.fill(missing, Double.NaN);

    assertThat(MannWhitney.isHigher(missing, points(2, 0))).isFalse();
  }

  private static double[] points(long seed, double shift) {
    var random = new SplittableRandom(seed);
    return IntStream.range(0, POINTS)
        .mapToDouble(unused -> shift + random.nextGaussian())
        .toArray();
  }
}
