package dev.serin.benchmarks.gates.streams;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Draws ranks from 0 up, the n-th of them in proportion to 1/n. Thread-safe: immutable. */
public final class Zipf {
  private final double[] upTo;

  public Zipf(int ranks) {
    upTo = new double[ranks];
    double sum = 0;
    for (int rank = 0; rank < ranks; rank++) {
      sum += 1.0 / (rank + 1);
      upTo[rank] = sum;
    }
  }

  int next(RandomGenerator random) {
    int found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
    return found < 0 ? -found - 1 : Math.min(upTo.length - 1, found + 1);
  }
}
