package dev.serin.benchmarks.gates.rules;

/** The chi-square test of a split, on all users since the start. Confined to one thread. */
public final class ChiSquare {
  /** What the statistic exceeds with a probability of one in a thousand, at one look. */
  public static final double ONE_IN_A_THOUSAND = 10.828;

  private ChiSquare() {}

  /** Returns the statistic of so many users, if the canary should get this share of them. */
  public static double of(double share, long canary, long stable) {
    double expected = share * (canary + stable);
    double deviation = canary - expected;
    return deviation * deviation / (expected * (1 - share));
  }
}
