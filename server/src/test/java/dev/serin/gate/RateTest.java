package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.stats.Interval;
import org.junit.jupiter.api.Test;

class RateTest {
  @Test
  void of_observations_isTheirMeanInItsInterval() {
    var rate = Rate.of(200, 50);

    assertThat(rate.observations()).isEqualTo(200);
    assertThat(rate.mean()).isEqualTo(0.25);
    assertThat(rate.interval().contains(0.25)).isTrue();
    assertThat(rate.interval().contains(0.5)).isFalse();
  }

  @Test
  void of_nothing_isUnknown() {
    var rate = Rate.of(0, 0);

    assertThat(rate.mean()).isNaN();
    assertThat(rate.interval()).isEqualTo(new Interval(0, 1));
  }

  @Test
  void of_sumThatRoundedUp_isNoMoreThanAll() {
    assertThat(Rate.of(3, 3.0000000001).mean()).isEqualTo(1);
  }
}
