package dev.serin.gate;

import dev.serin.stats.ConfidenceSequence;
import dev.serin.stats.Interval;

/**
 * How often something happened, or how large something from 0 to 1 is on the mean.
 *
 * @param sum of the observations, from 0 to their number
 */
public record Rate(long observations, double sum) {
  /** Drops the sign of a zero, which nothing depends on and JSON does not keep. */
  public Rate {
    sum += 0.0;
  }

  static Rate of(double observations, double sum) {
    return new Rate((long) observations, Math.min(sum, observations));
  }

  /** The mean of the observations; NaN without any. */
  public double mean() {
    return observations == 0 ? Double.NaN : sum / observations;
  }

  /**
   * Returns an interval for the true mean: with a probability of 95 % that mean lies in all the
   * intervals that are ever returned while observations come in.
   */
  public Interval interval() {
    return ConfidenceSequence.of(sum, observations);
  }
}
