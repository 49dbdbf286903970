package dev.serin.benchmarks.ladder.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PoissonTest {
  @Test
  void next_sameSeed_sameTimes() {
    assertThat(times(new Poisson(1_000, 1))).isEqualTo(times(new Poisson(1_000, 1)));
  }

  @Test
  void next_otherSeed_otherTimes() {
    assertThat(times(new Poisson(1_000, 1))).isNotEqualTo(times(new Poisson(1_000, 2)));
  }

  @Test
  void next_manyCalls_comeAtTheRate() {
    var times = times(new Poisson(1_000, 1));

    assertThat(times[times.length - 1] / 1e9)
        .isCloseTo(times.length / 1_000.0, withinPercentage(5));
  }

  private static long[] times(Poisson schedule) {
    return LongStream.range(0, 10_000).map(call -> schedule.next()).toArray();
  }
}
