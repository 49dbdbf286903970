package dev.serin.benchmarks.gates.streams;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Error rates of users who differ, from a Beta distribution; a user's depends on the hash alone.
 */
final class Spread implements ErrorRate {
  /** One table for all users is faster than a draw for each call. */
  private static final int RATES = 1 << 14;

  private static final long SALT = 0x5eed;

  private final double[] rates = new double[RATES];

  Spread(double mean, double deviation) {
    double concentration = mean * (1 - mean) / (deviation * deviation) - 1;
    var random = new SplittableRandom(SALT);
    for (int i = 0; i < RATES; i++) {
      double bad = gamma(random, mean * concentration);
      rates[i] = bad / (bad + gamma(random, (1 - mean) * concentration));
    }
  }

  @Override
  public double of(long user, long millis) {
    return rates[(int) (Hash.of(user ^ SALT) >>> 1) & RATES - 1];
  }

  /** Draws from a gamma distribution; by Marsaglia and Tsang, "A simple method" (2000). */
  private static double gamma(RandomGenerator random, double shape) {
    if (shape < 1) {
      return gamma(random, shape + 1) * Math.pow(random.nextDouble(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + x / Math.sqrt(9 * d), 3);
      if (v > 0 && Math.log(random.nextDouble()) < x * x / 2 + d * (1 - v + Math.log(v))) {
        return d * v;
      }
    }
  }
}
