package dev.serin.stats;

/**
 * Bets on the mean of differences from -1 to 1, such as the canary's loss less stable's: of matched
 * blocks, or of two answers to the same request. A difference needs no distribution; only its mean,
 * given all before it, must be within the hypothesis.
 *
 * <p>Thread-safe: immutable.
 */
public final class BoundedBets extends Bets {
  /*
   * A bet of size l against "the mean of D is at most m" multiplies its wealth by 1 + l (D - m),
   * whose expectation is at most 1 under the hypothesis: the capital process of Waudby-Smith and
   * Ramdas [1], valid at all times by Ville's inequality [2]. The largest bet loses at most 95 % at
   * D = -1. The others halve by steps of the square root of two, so that some bet is close to the
   * best one for any true mean and variance; as none of them adapts, order does not matter. Bets
   * against "at least m" are the same on -D and -m.
   *
   * [1] Waudby-Smith, Ramdas, Estimating means of bounded random variables by betting (2024),
   *     arXiv:2010.09686.
   * [2] Ville, Etude critique de la notion de collectif (1939).
   */
  private static final int SIZE = 16;

  private static final double LARGEST_LOSS = 0.95;

  private final double bound;
  private final double[] bets = new double[SIZE];

  private BoundedBets(double bound, int sign) {
    super(SIZE);
    if (!(bound > -1 && bound < 1)) {
      throw new IllegalArgumentException("bound: " + bound + " (expected: between -1 and 1)");
    }
    this.bound = bound;
    for (int j = 0; j < SIZE; j++) {
      bets[j] = sign * LARGEST_LOSS / (1 + sign * bound) * Math.pow(2, -0.5 * j);
    }
  }

  /** Bets against "the mean difference is at most this one". */
  public static BoundedBets above(double difference) {
    return new BoundedBets(difference, 1);
  }

  /** Bets against "the mean difference is at least this margin". */
  public static BoundedBets below(double margin) {
    return new BoundedBets(margin, -1);
  }

  /** Adds the winnings of one difference, from -1 to 1. */
  public void add(double[] logWealth, double difference) {
    requireFit(logWealth);
    if (!(difference >= -1 && difference <= 1)) {
      throw new IllegalArgumentException("difference: " + difference + " (expected: from -1 to 1)");
    }
    for (int j = 0; j < SIZE; j++) {
      logWealth[j] += Math.log1p(bets[j] * (difference - bound));
    }
  }
}
