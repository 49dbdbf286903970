package dev.serin.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.Comparison;
import dev.serin.gate.GateSettings;
import dev.serin.gate.LossScale;
import dev.serin.gate.Step;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class BaselineTest {
  private static final Step STEP = new Step(1, 1, 0, new BigDecimal("0.5"));
  private static final String P95 = "latency.q95";

  private final Baseline baseline = new Baseline();
  private final Comparison comparison = new Comparison(GateSettings.DEFAULT, LossScale.BINARY);

  @Test
  void tell_callsOfStable_giveTheQuantile() {
    baseline.stable(1);
    add(1, 400, 50);

    assertThat(p95()).isEqualTo(50);
  }

  @Test
  void tell_tooFew_giveNone() {
    baseline.stable(1);
    add(1, 399, 50);

    assertThat(p95()).isZero();
  }

  @Test
  void add_otherVersion_isNotStable() {
    baseline.stable(1);
    add(2, 400, 50);

    assertThat(p95()).isZero();
  }

  @Test
  void stable_sameVersion_keepsItsCalls() {
    baseline.stable(1);
    add(1, 400, 50);
    baseline.stable(1);

    assertThat(p95()).isEqualTo(50);
  }

  @Test
  void stable_otherVersion_beginsAnew() {
    baseline.stable(1);
    add(1, 400, 50);
    baseline.stable(2);
    add(2, 400, 70);

    assertThat(p95()).isEqualTo(70);
  }

  @Test
  void add_moreThanAWindow_keepsTheLast() {
    baseline.stable(1);
    add(1, 2_000, 50);
    add(1, 2_000, 70);

    assertThat(p95()).isEqualTo(70);
  }

  private void add(long version, int times, long nanos) {
    for (int i = 0; i < times; i++) {
      baseline.add(version, nanos);
    }
  }

  /** Stable's p95 as the comparison knows it; 0 if it does not. */
  private long p95() {
    baseline.tell(comparison);
    comparison.begin(STEP);
    return comparison.evidence().marks().getOrDefault(P95, 0L);
  }
}
