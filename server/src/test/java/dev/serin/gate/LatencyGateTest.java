package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.Call.Result;
import dev.serin.gate.GateSettings.Relative;
import dev.serin.gate.GateSettings.Slo;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LatencyGateTest {
  private static final Relative P95 = new Relative(new BigDecimal("0.95"), 1.2, BigDecimal.ONE);
  private static final Step FIRST = new Step(1, 1, 0, new BigDecimal("0.5"));
  private static final String GATE = "latency.q95";

  private final Calls calls = new Calls();
  private final Evidence evidence = new Evidence();
  private final LatencyGate gate = gate(Duration.ofMillis(5), Optional.empty());

  @Test
  void takes_noQuantileYet_isFalse() {
    gate.begin(FIRST, 0);

    assertThat(gate.takes(calls.canary(1))).isFalse();
    assertThat(gate.longest()).isZero();
  }

  @Test
  void begin_callsFromBefore_giveTheLimits() {
    begin(gate, 100);

    assertThat(evidence.marks()).containsEntry(GATE, 100_000_000L);
    assertThat(gate.longest()).isEqualTo(120_000_000);
  }

  @Test
  void begin_laterStep_keepsTheLimits() {
    begin(gate, 100);

    gate.begin(new Step(2, 2, 10, new BigDecimal("0.4")), 10);

    assertThat(gate.longest()).isEqualTo(120_000_000);
  }

  @Test
  void add_justNotSlow_countsAsGood() {
    begin(gate, 100);

    gate.add(1, calls.call(1, false, Result.OK, 100), true);
    gate.add(1, calls.call(1, true, Result.OK, 120), true);

    assertThat(tally()).containsExactly(1, 0, 1, 0);
  }

  @Test
  void add_aNanosecondMore_isSlow() {
    begin(gate, 100);

    gate.add(1, calls.call(1, false, Result.OK, 100.000001), true);
    gate.add(1, calls.call(1, true, Result.OK, 120.000001), true);

    assertThat(tally()).containsExactly(1, 1, 1, 1);
  }

  @Test
  void add_belowTheFloor_isNotSlow() {
    begin(gate, 1);

    gate.add(1, calls.call(1, true, Result.OK, 5), true);
    gate.add(1, calls.call(1, true, Result.OK, 5.000001), true);
    gate.add(1, calls.call(1, false, Result.OK, 4.166666), true);
    gate.add(1, calls.call(1, false, Result.OK, 4.166667), true);

    assertThat(tally()).containsExactly(2, 1, 2, 1);
  }

  @Test
  void takes_endedByTheCaller_onlyWhatIsSlowForBoth() {
    begin(gate, 100);

    assertThat(gate.takes(calls.call(1, false, Result.EXCLUDED, 120))).isFalse();
    assertThat(gate.takes(calls.call(1, false, Result.EXCLUDED, 120.000001))).isTrue();
    assertThat(gate.takes(calls.call(1, true, Result.PENDING, 1))).isTrue();
    assertThat(gate.takes(calls.call(1, true, Result.BAD, 1))).isTrue();
  }

  @Test
  void observe_firstWindow_givesTheLimitsForTheNextCall() {
    gate.begin(FIRST, 0);
    observe(399, 100);
    assertThat(gate.takes(calls.canary(1))).isFalse();

    observe(1, 100);

    assertThat(gate.takes(calls.canary(1))).isTrue();
    assertThat(gate.longest()).isEqualTo(120_000_000);
  }

  @Test
  void observe_fullWindow_isANewQuantile() {
    begin(gate, 100);
    observe(1_998, 50);
    assertThat(gate.observe(calls.call(5, false, Result.OK, 50))).isFalse();

    assertThat(gate.observe(calls.call(5, false, Result.OK, 50))).isTrue();

    assertThat(gate.longest()).isEqualTo(60_000_000);
  }

  @Test
  void times_ratioThatBinaryCannotHold_isExact() {
    assertThat(LatencyGate.times(45_000_000, new BigDecimal("1.4"))).isEqualTo(63_000_000);
  }

  @Test
  void resume_knownQuantile_givesTheLimits() {
    begin(gate, 100);

    var resumed = gate(Duration.ofMillis(5), Optional.empty());

    assertThat(resumed.longest()).isEqualTo(120_000_000);
  }

  @Test
  void close_slowCanary_raisesTheAlarm() {
    begin(gate, 100);
    fill(true, 130);
    fill(false, 90);

    gate.close(7);

    assertThat(evidence.alarms()).containsOnlyKeys(GATE);
  }

  @Test
  void close_slowCanaryWithinTheRatio_raisesNoAlarm() {
    begin(gate, 100);
    fill(true, 119);
    fill(false, 90);

    gate.close(7);

    assertThat(evidence.alarms()).isEmpty();
  }

  @Test
  void close_slowStable_raisesTheReversedAlarmOnly() {
    var withSlo = gate(Duration.ofMillis(5), Optional.of(slo()));
    begin(withSlo, 100);
    for (int i = 0; i < 25; i++) {
      withSlo.add(1, calls.call(1, true, Result.OK, 90), true);
      withSlo.add(1, calls.call(1, false, Result.OK, 110), true);
    }

    withSlo.close(7);

    assertThat(evidence.alarms()).containsOnlyKeys("latency.stable");
  }

  @Test
  void begin_withoutSlo_asksNotTheReversedQuestion() {
    begin(gate, 100);

    assertThat(evidence.numbers()).doesNotContainKey(Alarm.STABLE_SLOWER + "/harm/all");
  }

  private LatencyGate gate(Duration floor, Optional<Slo> slo) {
    var latency = new GateSettings.Latency(
        new BigDecimal("0.3"),
        List.of(
            slo.isPresent() ? new Relative(P95.q(), P95.maxRatio(), slo.get().share()) : P95),
        floor,
        slo);
    var settings = Settings.with(latency);
    return new LatencyGate(evidence, settings, settings.latency().relative().get(0));
  }

  private static Slo slo() {
    return new Slo(P95.q(), Duration.ofMillis(500), new BigDecimal("0.5"));
  }

  private static void begin(LatencyGate gate, long millis) {
    for (int i = 0; i < 400; i++) {
      gate.before(millis * 1_000_000);
    }
    gate.begin(FIRST, 0);
  }

  private void observe(int count, double millis) {
    for (int i = 0; i < count; i++) {
      gate.observe(calls.call(5, false, Result.OK, millis));
    }
  }

  private void fill(boolean canary, double millis) {
    for (int i = 0; i < 25; i++) {
      gate.add(1, calls.call(1, canary, Result.OK, millis), true);
    }
  }

  private double[] tally() {
    return evidence.numbers(new Series(GATE, Tally.WIDTH)).at(1);
  }
}
