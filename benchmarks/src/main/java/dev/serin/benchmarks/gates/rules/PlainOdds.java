package dev.serin.benchmarks.gates.rules;

import dev.serin.stats.FisherBets;

/**
 * Our comparison of the odds with the settings of the tables: 1 %, one family of bets, no mixture.
 * Confined to one thread.
 */
final class PlainOdds {
  private static final FisherBets BETS = FisherBets.harm(1);
  private static final double ALPHA = 0.01;

  private final Wealth wealth = new Wealth(BETS, ALPHA);
  private boolean alarmed;

  /** Adds a stratum, and empties it for the next one. */
  void close(Counts stratum) {
    BETS.add(wealth.logs(), stratum.canary, stratum.canaryBad, stratum.stable, stratum.stableBad);
    stratum.clear();
    alarmed |= wealth.suffices();
  }

  boolean alarmed() {
    return alarmed;
  }

  /** What a stratum holds so far. */
  static final class Counts {
    private int canary;
    private int canaryBad;
    private int stable;
    private int stableBad;

    void add(boolean ofCanary, boolean bad) {
      if (ofCanary) {
        canary++;
        canaryBad += bad ? 1 : 0;
      } else {
        stable++;
        stableBad += bad ? 1 : 0;
      }
    }

    int size() {
      return canary + stable;
    }

    private void clear() {
      canary = 0;
      canaryBad = 0;
      stable = 0;
      stableBad = 0;
    }
  }
}
