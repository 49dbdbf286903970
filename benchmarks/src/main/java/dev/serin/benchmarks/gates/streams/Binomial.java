package dev.serin.benchmarks.gates.streams;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Draws how many of up to {@code most} events are bad, by tables. Thread-safe: immutable. */
final class Binomial {
  /** The distribution function, for each number of events. */
  private final double[][] upTo;

  Binomial(int most, double share) {
    upTo = new double[most + 1][];
    for (int n = 0; n <= most; n++) {
      upTo[n] = distribution(n, share);
    }
  }

  int draw(RandomGenerator random, int n) {
    double u = random.nextDouble();
    var table = upTo[n];
    if (u < table[0]) {
      return 0;
    }
    int found = Arrays.binarySearch(table, u);
    return Math.min(n, found < 0 ? -found - 1 : found + 1);
  }

  private static double[] distribution(int n, double share) {
    var table = new double[n + 1];
    double probability = Math.pow(1 - share, n);
    double sum = 0;
    for (int k = 0; k <= n; k++) {
      sum += probability;
      table[k] = sum;
      probability *= share / (1 - share) * (n - k) / (k + 1);
    }
    return table;
  }
}
