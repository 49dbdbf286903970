package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.Call.Result;
import dev.serin.stats.BinomialBets;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class LimitGateTest {
  private static final BigDecimal P95 = new BigDecimal("0.95");

  private final Calls calls = new Calls();
  private final Evidence evidence = new Evidence();
  private final LimitGate gate = new LimitGate(evidence, new Alarm("gate"), P95, 50_000_000, 0.01);

  @Test
  void add_limit_isNotSlow() {
    gate.add(1, calls.call(1, true, Result.OK, 50));
    gate.add(1, calls.call(1, true, Result.OK, 50.000001));

    assertThat(tally()).containsExactly(2, 1, 0, 0);
    assertThat(gate.nanos()).isEqualTo(50_000_000);
  }

  @Test
  void add_excluded_countsOnlyIfSlow() {
    gate.add(1, calls.call(1, true, Result.EXCLUDED, 50));
    gate.add(1, calls.call(1, true, Result.EXCLUDED, 51));

    assertThat(tally()).containsExactly(1, 1, 0, 0);
  }

  @Test
  void add_pending_countsAsSlow() {
    gate.add(1, calls.call(1, true, Result.PENDING, 51));

    assertThat(tally()).containsExactly(1, 1, 0, 0);
  }

  @Test
  void add_manySlow_raisesTheAlarmAtTheCall() {
    for (int i = 0; i < 20; i++) {
      gate.add(1, calls.call(i, true, Result.OK, 51));
    }

    // Log E of two slow calls is 3.9, of three 5.9; three quarters of it count; ln 100 is 4.6.
    assertThat(evidence.alarms()).containsEntry("gate", 2L);
  }

  @Test
  void add_slowAsOftenAsAllowed_raisesNoAlarm() {
    for (int i = 0; i < 2_000; i++) {
      gate.add(1, calls.call(i, true, Result.OK, i % 20 == 0 ? 51 : 1));
    }

    assertThat(evidence.alarms()).isEmpty();
  }

  @Test
  void above_quantile_isTheExactRest() {
    var wealth = new double[12];
    var expected = new double[12];

    LimitGate.above(new BigDecimal("0.95")).add(wealth, 100, 12);
    BinomialBets.above(0.05).add(expected, 100, 12);

    assertThat(wealth).containsExactly(expected);
  }

  @Test
  void below_quantile_isTheExactRest() {
    var wealth = new double[12];
    var expected = new double[12];

    LimitGate.below(new BigDecimal("0.95")).add(wealth, 100, 1);
    BinomialBets.below(0.05).add(expected, 100, 1);

    assertThat(wealth).containsExactly(expected);
  }

  private double[] tally() {
    return evidence.numbers(new Series("gate", Tally.WIDTH)).at(1);
  }
}
