package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DelaysTest {
  private final double[] delays = new double[Delays.WIDTH];

  @Test
  void quantile_noLabel_isZero() {
    assertThat(Delays.quantile(delays, 0.9)).isEqualTo(Duration.ZERO);
  }

  @Test
  void quantile_sameDelay_isAFifthMoreAtMost() {
    count(100, 60_000);

    assertThat(Delays.quantile(delays, 0.9))
        .isBetween(Duration.ofMinutes(1), Duration.ofSeconds(72));
  }

  @Test
  void quantile_fewLateOnes_isWhatTheOthersDoNotExceed() {
    count(90, 60_000);
    count(10, 6_000_000);

    assertThat(Delays.quantile(delays, 0.9)).isLessThan(Duration.ofSeconds(72));
    assertThat(Delays.quantile(delays, 0.91)).isGreaterThan(Duration.ofMillis(5_999_999));
  }

  @Test
  void count_extremes_fallIntoTheOuterBuckets() {
    Delays.count(delays, -5);
    Delays.count(delays, 0);
    Delays.count(delays, Long.MAX_VALUE);

    assertThat(delays[0]).isEqualTo(2);
    assertThat(delays[Delays.WIDTH - 1]).isEqualTo(1);
  }

  private void count(int times, long millis) {
    for (int i = 0; i < times; i++) {
      Delays.count(delays, millis);
    }
  }
}
