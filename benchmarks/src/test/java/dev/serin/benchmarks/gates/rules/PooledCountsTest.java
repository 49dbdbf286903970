package dev.serin.benchmarks.gates.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PooledCountsTest {
  private final PooledCounts counts = new PooledCounts();

  @Test
  void z_moreErrorsInTheCanary_isThatOfTheTextbook() {
    counts.add(100, 20, 100, 10);

    assertThat(counts.z()).isCloseTo(0.1 / Math.sqrt(0.15 * 0.85 * 0.02), within(1e-12));
  }

  @Test
  void twoSided_equalShares_isOne() {
    counts.add(100, 10, 100, 10);

    assertThat(counts.twoSided()).isCloseTo(1, within(1e-6));
  }

  @Test
  void twoSided_atTheUsualLimit_isFivePercent() {
    counts.add(10_000, 5_139, 10_000, 5_000);

    assertThat(counts.twoSided()).isCloseTo(0.05, within(0.002));
  }
}
