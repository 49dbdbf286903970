package dev.serin.benchmarks.gates.tables;

import dev.serin.benchmarks.gates.rules.Wealth;
import dev.serin.stats.FisherBets;
import java.util.Arrays;

/**
 * The comparison of slow calls with the settings of the tables: a call is slow beyond a quantile of
 * the last 2,000 calls of stable, and strata hold 200 calls. Confined to one thread.
 */
final class SlowCalls {
  static final int WINDOW = 2000;

  private static final int STRATUM = 200;
  private static final double ALPHA = 0.01;
  private static final FisherBets BETS = FisherBets.harm(1);

  private final double q;
  private final double maxRatio;
  private final double[] window = new double[WINDOW];
  private final Wealth wealth = new Wealth(BETS, ALPHA);
  private int inWindow;
  private double threshold = Double.NaN;
  private int canary;
  private int canarySlow;
  private int stable;
  private int stableSlow;
  private int canaryCalls;
  private boolean alarmed;

  SlowCalls(double q, double maxRatio) {
    this.q = q;
    this.maxRatio = maxRatio;
  }

  void canary(double latency) {
    canaryCalls++;
    canary++;
    canarySlow += latency > maxRatio * threshold ? 1 : 0;
    closeIfFull();
  }

  /** A call of stable; the first 2,000 make the quantile and nothing else. */
  void stable(double latency) {
    if (!Double.isNaN(threshold)) {
      stable++;
      stableSlow += latency > threshold ? 1 : 0;
      closeIfFull();
    }
    window[inWindow++] = latency;
    if (inWindow == WINDOW) {
      Arrays.sort(window);
      threshold = window[(int) Math.ceil(q * WINDOW) - 1];
      inWindow = 0;
    }
  }

  boolean alarmed() {
    return alarmed;
  }

  int canaryCalls() {
    return canaryCalls;
  }

  private void closeIfFull() {
    if (canary + stable == STRATUM) {
      BETS.add(wealth.logs(), canary, canarySlow, stable, stableSlow);
      alarmed |= wealth.suffices();
      canary = 0;
      canarySlow = 0;
      stable = 0;
      stableSlow = 0;
    }
  }
}
