package dev.serin.stats;

/**
 * A fixed family of bets against one hypothesis, each of which begins with a wealth of 1.
 *
 * <p>While the hypothesis holds, no bet is expected to gain from an observation, given all before
 * it. Hence the mean of the wealths ({@link LogMean}) ever reaches 1/alpha with a probability of at
 * most alpha, however often it is checked and whenever the test stops.
 *
 * <p>The caller keeps the wealth: {@link #size()} natural logarithms that begin as zeros. What an
 * observation adds to them depends on that observation alone: order does not matter, and wealth won
 * from different observations, by other threads or before a restart, adds up.
 *
 * <p>Thread-safe: immutable.
 */
public abstract sealed class Bets permits FisherBets, BinomialBets, BoundedBets {
  private final int size;

  Bets(int size) {
    this.size = size;
  }

  /** Returns the number of bets, which is the number of logarithms of their wealth. */
  public final int size() {
    return size;
  }

  final void requireFit(double[] logWealth) {
    if (logWealth.length != size) {
      throw new IllegalArgumentException(
          "logWealth: " + logWealth.length + " numbers (expected: " + size + ")");
    }
  }

  static void requireCounts(String name, long observations, long bad) {
    if (bad < 0 || bad > observations) {
      throw new IllegalArgumentException(name + ": " + bad + " bad of " + observations
          + " (expected: from 0 to " + observations + ")");
    }
  }
}
