package dev.serin.gate;

import dev.serin.stats.FisherBets;
import dev.serin.stats.LogMean;

/**
 * Checks that the predictions of both roles get their labels equally often and equally fast, for
 * otherwise the labels cannot be compared. Confined to one thread.
 */
final class CoverageGate {
  private static final FisherBets MORE = FisherBets.harm(1);
  private static final FisherBets LESS = FisherBets.ok(1);

  private final Evidence evidence;
  private final PerStep cells;
  private final PerStep up;
  private final PerStep down;

  CoverageGate(Evidence evidence) {
    this.evidence = evidence;
    this.cells = evidence.numbers(Series.COVERAGE);
    this.up = evidence.numbers(Series.COVERAGE_UP);
    this.down = evidence.numbers(Series.COVERAGE_DOWN);
  }

  /** Adds a cell that has closed. */
  void add(int step, double[] tally, long millis) {
    PerStep.add(cells.at(step), tally);
    Tally.bet(MORE, up.at(step), tally);
    Tally.bet(LESS, down.at(step), tally);
    if (logE(up, down) >= -Math.log(Alphas.PAUSE)) {
      evidence.alarm(Alarm.COVERAGE, millis);
    }
  }

  static double logE(Evidence evidence) {
    return logE(evidence.numbers(Series.COVERAGE_UP), evidence.numbers(Series.COVERAGE_DOWN));
  }

  private static double logE(PerStep up, PerStep down) {
    return Composite.mean(LogMean.of(up.total()), LogMean.of(down.total()));
  }
}
