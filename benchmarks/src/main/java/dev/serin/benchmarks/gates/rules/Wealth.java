package dev.serin.benchmarks.gates.rules;

import dev.serin.stats.Bets;
import dev.serin.stats.LogMean;

/** The wealth of one family of bets, without a mixture over steps or windows. */
public final class Wealth {
  private final double[] logs;
  private final double threshold;

  /** Begins with 1; harm, or its absence, is found at 1/alpha. */
  public Wealth(Bets bets, double alpha) {
    this.logs = new double[bets.size()];
    this.threshold = -Math.log(alpha);
  }

  /** Returns the logarithms, to be added to. */
  public double[] logs() {
    return logs;
  }

  /** Returns the logarithm of the mean. */
  public double log() {
    return LogMean.of(logs);
  }

  /** Whether the mean is 1/alpha or more. */
  public boolean suffices() {
    return largest() >= threshold && log() >= threshold;
  }

  /** No mean is larger. */
  private double largest() {
    double largest = logs[0];
    for (double log : logs) {
      largest = Math.max(largest, log);
    }
    return largest;
  }
}
