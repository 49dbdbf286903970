package dev.serin.gate;

import dev.serin.stats.FisherBets;

/** Where the counts of the two roles stand among the numbers of a step. */
final class Tally {
  /** Observations of the canary; those that were bad stand behind it. */
  static final int CANARY = 0;
  /** Observations of stable; those that were bad stand behind it. */
  static final int STABLE = 2;

  static final int WIDTH = 4;

  private Tally() {}

  static int place(boolean canary) {
    return canary ? CANARY : STABLE;
  }

  /** Counts an observation. */
  static void count(double[] tally, boolean canary, boolean bad) {
    int place = place(canary);
    tally[place]++;
    if (bad) {
      tally[place + 1]++;
    }
  }

  /** Adds what bets win from the counts of a stratum. */
  static void bet(FisherBets bets, double[] logWealth, double[] tally) {
    bets.add(logWealth, (int) tally[CANARY], (int) tally[CANARY + 1], (int) tally[STABLE], (int)
        tally[STABLE + 1]);
  }
}
