package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.stats.FisherBets;
import dev.serin.stats.LogMean;
import org.junit.jupiter.api.Test;

class CoverageGateTest {
  private final Evidence evidence = new Evidence();
  private final CoverageGate gate = new CoverageGate(evidence);

  @Test
  void add_labelledAlike_raisesNoAlarm() {
    gate.add(1, new double[] {100, 50, 1_000, 500}, 7);

    assertThat(evidence.alarms()).isEmpty();
    assertThat(CoverageGate.logE(evidence)).isNegative();
  }

  @Test
  void add_canaryLabelledMoreOften_raisesTheAlarm() {
    gate.add(1, new double[] {100, 80, 1_000, 500}, 7);

    assertThat(evidence.alarms()).containsEntry("coverage", 7L);
  }

  @Test
  void add_canaryLabelledLessOften_raisesTheAlarm() {
    gate.add(1, new double[] {100, 20, 1_000, 500}, 7);

    assertThat(evidence.alarms()).containsEntry("coverage", 7L);
  }

  @Test
  void logE_cells_isTheMeanOfBothDirections() {
    gate.add(1, new double[] {100, 55, 1_000, 500}, 7);
    gate.add(2, new double[] {50, 30, 1_000, 500}, 8);

    double more = logE(FisherBets.harm(1));
    double less = logE(FisherBets.ok(1));
    assertThat(CoverageGate.logE(evidence))
        .isCloseTo(Math.log((Math.exp(more) + Math.exp(less)) / 2), within(1e-9));
  }

  @Test
  void add_cells_areCountedByStep() {
    gate.add(2, new double[] {100, 50, 1_000, 500}, 7);

    assertThat(evidence.numbers(Series.COVERAGE).at(2)).containsExactly(100, 50, 1_000, 500);
  }

  private static double logE(FisherBets bets) {
    var wealth = new double[bets.size()];
    bets.add(wealth, 100, 55, 1_000, 500);
    bets.add(wealth, 50, 30, 1_000, 500);
    return LogMean.of(wealth);
  }
}
