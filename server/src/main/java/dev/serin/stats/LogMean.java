package dev.serin.stats;

import java.util.Arrays;

/**
 * The logarithm of a mean of numbers that are known by their logarithms, and may themselves be too
 * large or too small for a double: of the wealths of a family of bets, or of several such means.
 */
public final class LogMean {
  /** The rounding error allowed in a sum of weights. */
  private static final double ROUNDING = 1e-9;

  private LogMean() {}

  /** Returns ln of the mean of exp(log) over these logs, at least one. */
  public static double of(double[] logs) {
    var weights = new double[logs.length];
    Arrays.fill(weights, 1.0 / logs.length);
    return of(logs, weights);
  }

  /**
   * Returns ln of the sum of weight times exp(log), where the weights are not negative and sum to
   * 1. A log of weight 0 is ignored; a wealth that has not started has the log 0.
   */
  public static double of(double[] logs, double[] weights) {
    requireWeights(weights, logs.length);
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logs.length; i++) {
      if (weights[i] > 0) {
        largest = Math.max(largest, logs[i]);
      }
    }
    return Double.isInfinite(largest) ? largest : largest + logOfSum(logs, weights, largest);
  }

  private static double logOfSum(double[] logs, double[] weights, double largest) {
    double sum = 0;
    for (int i = 0; i < logs.length; i++) {
      if (weights[i] > 0) {
        sum += weights[i] * Math.exp(logs[i] - largest);
      }
    }
    return Math.log(sum);
  }

  private static void requireWeights(double[] weights, int size) {
    double sum = Arrays.stream(weights).sum();
    boolean negative = Arrays.stream(weights).anyMatch(weight -> weight < 0);
    if (weights.length != size || negative || !(Math.abs(sum - 1) <= ROUNDING)) {
      throw new IllegalArgumentException("weights: "
          + Arrays.toString(weights)
          + " (expected: "
          + size
          + " numbers, none negative, that sum to 1)");
    }
  }
}
