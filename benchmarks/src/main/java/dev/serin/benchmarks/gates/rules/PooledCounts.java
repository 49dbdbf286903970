package dev.serin.benchmarks.gates.rules;

/** The z-test of two shares, on all calls since the start. Confined to one thread. */
public final class PooledCounts {
  /** What z exceeds with a probability of 1 % where the shares are equal, at one look. */
  public static final double ONE_PERCENT = 2.3263;

  private long canary;
  private long canaryBad;
  private long stable;
  private long stableBad;

  public void add(int canaryCalls, int canaryBadCalls, int stableCalls, int stableBadCalls) {
    canary += canaryCalls;
    canaryBad += canaryBadCalls;
    stable += stableCalls;
    stableBad += stableBadCalls;
  }

  /** Adds one call. */
  public void add(boolean ofCanary, boolean bad) {
    int badCalls = bad ? 1 : 0;
    if (ofCanary) {
      add(1, badCalls, 0, 0);
    } else {
      add(0, 0, 1, badCalls);
    }
  }

  public long canary() {
    return canary;
  }

  /** Returns how many standard errors the canary's share lies above stable's. */
  public double z() {
    double pooled = (double) (canaryBad + stableBad) / (canary + stable);
    double variance = pooled * (1 - pooled) * (1.0 / canary + 1.0 / stable);
    double difference = (double) canaryBad / canary - (double) stableBad / stable;
    return variance > 0 ? difference / Math.sqrt(variance) : 0;
  }

  /** Returns the probability of a difference as large as this one, in either direction. */
  public double twoSided() {
    return Math.min(1, complementaryError(Math.abs(z()) / Math.sqrt(2)));
  }

  /** Abramowitz and Stegun 7.1.26: to 2e-7. */
  private static double complementaryError(double x) {
    double t = 1 / (1 + 0.3275911 * x);
    double polynomial = t
        * (0.254829592
            + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    return polynomial * Math.exp(-x * x);
  }
}
