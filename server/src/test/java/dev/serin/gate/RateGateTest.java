package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.stats.BinomialBets;
import org.junit.jupiter.api.Test;

class RateGateTest {
  private final Evidence evidence = new Evidence();
  private final PerStep counts = evidence.numbers(new Series("counts", Tally.WIDTH));
  private final RateGate gate = new RateGate(
      evidence,
      new Alarm("gate"),
      counts,
      Tally.STABLE,
      BinomialBets.above(0.05),
      /* alpha= */ 0.01);

  @Test
  void check_rateAsAllowed_raisesNoAlarm() {
    add(1, 1_000, 50);

    gate.check(1, 7);

    assertThat(evidence.alarms()).isEmpty();
  }

  @Test
  void check_rateAboveTheLimit_raisesTheAlarm() {
    add(1, 1_000, 100);

    gate.check(1, 7);

    assertThat(evidence.alarms()).containsEntry("gate", 7L);
  }

  @Test
  void check_otherRole_isNotLookedAt() {
    counts.at(1)[Tally.CANARY] = 1_000;
    counts.at(1)[Tally.CANARY + 1] = 1_000;

    gate.check(1, 7);

    assertThat(evidence.alarms()).isEmpty();
  }

  @Test
  void check_growingCounts_looksAtThemAnew() {
    add(1, 100, 5);
    gate.check(1, 7);
    add(1, 900, 95);

    gate.check(1, 8);

    assertThat(evidence.alarms()).containsEntry("gate", 8L);
  }

  @Test
  void check_growingCounts_countAlsoForTheirStep() {
    add(1, 1, 1);
    gate.check(1, 7);
    add(1, 4, 2);

    gate.check(1, 8);

    // E is 146: three quarters of it are enough, half of it is not.
    assertThat(evidence.alarms()).containsEntry("gate", 8L);
  }

  @Test
  void check_alarmThatWentOff_keepsItsTime() {
    add(1, 1_000, 100);
    gate.check(1, 7);
    add(1, 1_000, 100);

    gate.check(1, 8);

    assertThat(evidence.alarms()).containsEntry("gate", 7L);
  }

  private void add(int step, int observations, int bad) {
    counts.at(step)[Tally.STABLE] += observations;
    counts.at(step)[Tally.STABLE + 1] += bad;
  }
}
