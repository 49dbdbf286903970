package dev.serin.benchmarks.gates.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StrataTest {
  private static final int STRATA = 20_000;

  @Test
  void next_manyStrata_haveTheSharesThatWereAskedFor() {
    var strata = new Strata(50, 0.2, 0.1, 0.3);
    var random = new SplittableRandom(1);
    long[] sums = new long[4];
    for (int i = 0; i < STRATA; i++) {
      var s = strata.next(random);
      sums[0] += s.canary();
      sums[1] += s.canaryBad();
      sums[2] += s.stable();
      sums[3] += s.stableBad();
    }

    assertThat((double) sums[0] / STRATA).isCloseTo(10, within(0.1));
    assertThat((double) sums[1] / sums[0]).isCloseTo(0.3, within(0.01));
    assertThat((double) sums[3] / sums[2]).isCloseTo(0.1, within(0.01));
  }
}
