package dev.serin.stats;

/**
 * Intervals for the mean of observations from 0 to 1 that are valid at any time: with a probability
 * of 1 - alpha, 95 % by default, the true mean lies in all of them, from the first observation to
 * the last.
 */
public final class ConfidenceSequence {
  /*
   * A mean p is in the interval unless the wealth of the beta-binomial mixture [1] against p has
   * reached 1/alpha, which at a true p ever happens with a probability of at most alpha (Ville).
   * The mixture is made for coin tosses, but holds for any observations from 0 to 1 with the
   * conditional mean p: as exp is convex, E exp(l (X - p)) is at most that of a coin with chance p,
   * which is all the proof asks for ("sub-Bernoulli" with g = p, h = 1 - p, [1] section 3.1).
   *
   * The interval is tightest near TIGHTEST_AT observations. With many more it loses little, with
   * far fewer much, and few labels are the rule: hence a small number.
   *
   * [1] Howard, Ramdas, McAuliffe, Sekhon, Time-uniform, nonparametric, nonasymptotic confidence
   *     sequences (2021), arXiv:1810.08240.
   */
  private static final double ALPHA = 0.05;

  private static final double TIGHTEST_AT = 300;

  /** No mean closer than this to 0 or 1 is tried. */
  private static final double EDGE = 1e-12;

  private static final double PRECISION = 1e-10;

  private final double sum;
  private final double count;
  private final double tightestAt;
  private final double alpha;

  private ConfidenceSequence(double sum, double count, double tightestAt, double alpha) {
    this.sum = sum;
    this.count = count;
    this.tightestAt = tightestAt;
    this.alpha = alpha;
  }

  /**
   * Returns the 95 % interval after {@code n} observations from 0 to 1 of this sum; without any it
   * is all of [0, 1].
   */
  public static Interval of(double sum, long n) {
    return of(sum, n, ALPHA);
  }

  /**
   * Returns the interval after {@code n} observations of this sum whose whole sequence misses the
   * true mean with a probability of at most alpha, between 0 and 1.
   */
  public static Interval of(double sum, long n, double alpha) {
    return of(sum, n, alpha, TIGHTEST_AT);
  }

  static Interval of(double sum, long n, double alpha, double tightestAt) {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha: " + alpha + " (expected: between 0 and 1)");
    }
    if (n < 0 || !(sum >= 0 && sum <= n)) {
      throw new IllegalArgumentException(
          "sum: " + sum + " of " + n + " observations (expected: from 0 to " + n + ")");
    }
    if (n == 0) {
      return new Interval(0, 1);
    }
    var sequence = new ConfidenceSequence(sum, n, tightestAt, alpha);
    return new Interval(sequence.end(EDGE, 0), sequence.end(1 - EDGE, 1));
  }

  /** Returns the end of the interval between this edge and the observed mean, or the limit. */
  private double end(double edge, double limit) {
    double mean = sum / count;
    if (Math.abs(mean - limit) <= EDGE || !excludes(edge)) {
      return limit;
    }
    double outside = edge;
    double inside = mean;
    while (Math.abs(outside - inside) > PRECISION) {
      double middle = (outside + inside) / 2;
      if (excludes(middle)) {
        outside = middle;
      } else {
        inside = middle;
      }
    }
    return outside;
  }

  private boolean excludes(double p) {
    double variance = p * (1 - p);
    var mixture = new BetaBinomialMixture(p, 1 - p, tightestAt * variance, alpha);
    return mixture.logWealth(sum - count * p, count * variance) >= -Math.log(alpha);
  }
}
