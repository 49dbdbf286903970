package dev.serin.gate;

import dev.serin.stats.FisherBets;

/**
 * What bets on the odds of two roles have won: in each step's first window, and in all. Confined to
 * one thread.
 */
final class OddsWealth {
  /*
   * A user counts a few times in each window, which is not exact for users that differ strongly
   * from each other; in the first window alone it is exact enough. E is the mean of both, so that
   * the second half can find what begins late and the first bounds how much trust it gets.
   */
  private final FisherBets bets;
  private final PerStep first;
  private final PerStep all;
  private final Composite firstE;
  private final Composite allE;

  private OddsWealth(Evidence evidence, Alarm alarm, String side, FisherBets bets) {
    this.bets = bets;
    this.first = evidence.numbers(alarm.numbers(side + "/first", bets.size()));
    this.all = evidence.numbers(alarm.numbers(side + "/all", bets.size()));
    this.firstE = Composite.of(first);
    this.allE = Composite.of(all);
  }

  /** Bets of a gate against "the canary's odds are at most these, as a multiple of stable's". */
  static OddsWealth harm(Evidence evidence, Alarm alarm, double odds) {
    return new OddsWealth(evidence, alarm, "harm", FisherBets.harm(odds));
  }

  /** Bets of a gate against "the canary's odds are at least these, as a multiple of stable's". */
  static OddsWealth ok(Evidence evidence, Alarm alarm, double odds) {
    return new OddsWealth(evidence, alarm, "ok", FisherBets.ok(odds));
  }

  /**
   * Adds a stratum: the counts of {@link Tally}.
   *
   * @param together how many calls shared the run of a bad one, on average
   */
  void add(int step, boolean inFirst, double[] tally, double together) {
    var won = new double[bets.size()];
    Tally.bet(bets, won, tally);
    temper(won, together);
    PerStep.add(all.at(step), won);
    allE.changed(step);
    if (inFirst) {
      PerStep.add(first.at(step), won);
      firstE.changed(step);
    }
  }

  /**
   * Calls of one run are of one role and fare alike, so a run of ten says about as much as one call
   * where the bets count ten. Where all ten always fare alike, the bets win ten times the logarithm
   * of what one of them would; and the tenth power of a fair bet is again a fair bet or worse for
   * the gambler.
   */
  private static void temper(double[] won, double together) {
    for (int i = 0; i < won.length; i++) {
      won[i] /= together;
    }
  }

  double logE() {
    return Composite.mean(firstE.logE(), allE.logE());
  }
}
