package dev.serin.benchmarks.ladder.load;

import java.util.SplittableRandom;

/** The times of independent calls at a constant rate, the same for the same seed. */
public final class Poisson {
  private static final double NANOS = 1e9;

  private final SplittableRandom random;
  private final double meanNanos;
  private double nanos;

  /** Returns the times of so many calls a second on average. */
  public Poisson(double perSecond, long seed) {
    this.random = new SplittableRandom(seed);
    this.meanNanos = NANOS / perSecond;
  }

  /** Returns the time of the next call, in nanoseconds since the first began to be waited for. */
  public long next() {
    nanos -= Math.log1p(-random.nextDouble()) * meanNanos;
    return (long) nanos;
  }
}
