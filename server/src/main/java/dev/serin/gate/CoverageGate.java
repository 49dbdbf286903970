package dev.serin.gate;

import dev.serin.stats.FisherBets;
import dev.serin.stats.LogMean;

/**
 * Checks that the predictions of both roles get their labels equally often and equally fast, for
 * otherwise the labels cannot be compared. Confined to one thread.
 */
final class CoverageGate {
  static final String ALARM = "coverage";

  /** Predictions and those labelled in time, of the cells that have closed. */
  static final String CELLS = "coverage";

  private static final String UP = "coverage/up";
  private static final String DOWN = "coverage/down";
  private static final FisherBets MORE = FisherBets.harm(1);
  private static final FisherBets LESS = FisherBets.ok(1);

  private final Evidence evidence;
  private final PerStep cells;
  private final PerStep up;
  private final PerStep down;

  CoverageGate(Evidence evidence) {
    this.evidence = evidence;
    this.cells = evidence.numbers(CELLS, Tally.WIDTH);
    this.up = evidence.numbers(UP, MORE.size());
    this.down = evidence.numbers(DOWN, LESS.size());
  }

  /** Adds a cell that has closed. */
  void add(int step, double[] tally, long millis) {
    PerStep.add(cells.at(step), tally);
    Tally.bet(MORE, up.at(step), tally);
    Tally.bet(LESS, down.at(step), tally);
    if (logE(up, down) >= -Math.log(Alphas.PAUSE)) {
      evidence.alarm(ALARM, millis);
    }
  }

  static double logE(Evidence evidence) {
    return logE(evidence.numbers(UP, MORE.size()), evidence.numbers(DOWN, LESS.size()));
  }

  private static double logE(PerStep up, PerStep down) {
    return Composite.mean(LogMean.of(up.total()), LogMean.of(down.total()));
  }
}
