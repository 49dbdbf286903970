package dev.serin.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatencyWindowTest {
  private final LatencyWindow window = new LatencyWindow();

  @Test
  void read_ofNothing_isZero() {
    assertThat(window.read()).isEqualTo(new Latency(0, 0, 0, 0, 0));
  }

  @Test
  void read_givesQuantilesInMilliseconds() {
    for (int millis = 1; millis <= 100; millis++) {
      window.record(millis * 1_000_000L);
    }

    var latency = window.read();

    assertThat(latency.count()).isEqualTo(100);
    assertThat(latency.p50()).isCloseTo(50, within(0.5));
    assertThat(latency.p99()).isCloseTo(99, within(1.0));
    assertThat(latency.max()).isCloseTo(100, within(1.0));
  }

  @Test
  void read_twice_forgetsNothing() {
    window.record(1_000_000);
    window.read();

    assertThat(window.read().count()).isEqualTo(1);
  }

  @Test
  void turn_forgetsTheOldestSliceOnly() {
    window.record(1_000_000);
    window.turn();
    window.record(2_000_000);
    for (int turn = 1; turn < LatencyWindow.SLICES; turn++) {
      window.turn();
    }

    assertThat(window.read().count()).isEqualTo(1);
  }
}
