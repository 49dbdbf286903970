package dev.serin.benchmarks.gates.streams;

import java.util.random.RandomGenerator;

/**
 * How long calls take: lognormal, and now and then ten times as long for a pause of the collector.
 * Thread-safe: immutable.
 *
 * @param median in milliseconds
 */
public record Latency(double median, double sigma, double pauses) {
  /** A middling service: 10 ms, of which one in 20 takes 23 ms, and one in 200 pauses. */
  public static final Latency USUAL = new Latency(10, 0.5, 0.005);

  private static final double PAUSE = 10;

  Latency times(double factor) {
    return new Latency(factor * median, sigma, pauses);
  }

  /** Draws how long the next call takes, in milliseconds. */
  public double next(RandomGenerator random) {
    double millis = median * Math.exp(sigma * random.nextGaussian());
    return random.nextDouble() < pauses ? PAUSE * millis : millis;
  }
}
