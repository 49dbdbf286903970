package dev.serin.benchmarks.gates.streams;

import java.util.random.RandomGenerator;

/**
 * Calls in slices of one size, by their counts alone: where order within a slice does not matter,
 * drawing the calls one by one would only take longer. Thread-safe: immutable.
 */
public final class Strata {
  private final int size;
  private final Binomial canary;
  private final Binomial canaryBad;
  private final Binomial stableBad;

  /**
   * Strata of so many calls.
   *
   * @param share the canary's
   * @param stableRate the share of stable's calls that are bad
   */
  public Strata(int size, double share, double stableRate, double canaryRate) {
    this.size = size;
    this.canary = new Binomial(size, share);
    this.canaryBad = new Binomial(size, canaryRate);
    this.stableBad = new Binomial(size, stableRate);
  }

  /** Draws the next stratum. */
  public Stratum next(RandomGenerator random) {
    int n = canary.draw(random, size);
    return new Stratum(n, canaryBad.draw(random, n), size - n, stableBad.draw(random, size - n));
  }

  /** Draws a stratum of two equal versions, call by call, where the rate is new each time. */
  public static Stratum draw(RandomGenerator random, int size, double share, double rate) {
    var calls = new int[2];
    var bad = new int[2];
    for (int i = 0; i < size; i++) {
      int role = random.nextDouble() < share ? 1 : 0;
      calls[role]++;
      bad[role] += random.nextDouble() < rate ? 1 : 0;
    }
    return new Stratum(calls[1], bad[1], calls[0], bad[0]);
  }

  /** The calls of a slice, and how many of them were bad. */
  public record Stratum(int canary, int canaryBad, int stable, int stableBad) {}
}
