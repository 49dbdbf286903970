package dev.serin.benchmarks.gates.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantileRatioTest {
  private final QuantileRatio rule = new QuantileRatio(0.9, 1.2);

  @Test
  void stops_aFifthSlowerAndABit_stops() {
    tell(1.21);

    assertThat(rule.stops()).isTrue();
  }

  @Test
  void stops_notQuiteAFifthSlower_goesOn() {
    tell(1.19);

    assertThat(rule.stops()).isFalse();
  }

  /** Latencies from 1 to 500, of the canary so many times as long. */
  private void tell(double ratio) {
    for (int i = 1; i <= 500; i++) {
      rule.add(false, i);
      rule.add(true, ratio * i);
    }
  }
}
