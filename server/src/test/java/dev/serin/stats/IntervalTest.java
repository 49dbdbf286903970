package dev.serin.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IntervalTest {

  @Test
  void contains_ends_isTrue() {
    var interval = new Interval(0.25, 0.5);

    assertThat(interval.contains(0.25)).isTrue();
    assertThat(interval.contains(0.5)).isTrue();
  }

  @Test
  void contains_outside_isFalse() {
    var interval = new Interval(0.25, 0.5);

    assertThat(interval.contains(0.249)).isFalse();
    assertThat(interval.contains(0.501)).isFalse();
    assertThat(interval.contains(Double.NaN)).isFalse();
  }

  @Test
  void of_oneNumber_containsIt() {
    assertThat(new Interval(0.5, 0.5).contains(0.5)).isTrue();
  }

  @Test
  void of_endsInWrongOrder_isRefused() {
    assertThatThrownBy(() -> new Interval(0.5, 0.4))
        .hasMessage("interval: 0.5 to 0.4 (expected: low <= high)");
    assertThatThrownBy(() -> new Interval(Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
