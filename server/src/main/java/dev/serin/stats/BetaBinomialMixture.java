package dev.serin.stats;

/**
 * The wealth of a bet against "observations lie in [-g, h] and have mean 0", mixed over all sizes
 * of the bet; it is 1 at the start and at most 1 in expectation at any stopping time.
 */
final class BetaBinomialMixture {
  /*
   * Proposition 7 of Howard, Ramdas, McAuliffe, Sekhon, Time-uniform, nonparametric, nonasymptotic
   * confidence sequences (2021), arXiv:1810.08240. With s the sum of the observations and v = g h n
   * their variance process, k = (v + h s) / (h (g + h)) of n observations are as if at h and the
   * others at -g; their likelihood under a Beta prior of the chance of h, whose mean is that of the
   * hypothesis, g / (g + h), is divided by that under the hypothesis. The prior's size r makes the
   * bound tightest near v = vOpt, by the rule for the two-sided normal mixture, from which it
   * differs little.
   */
  private final double g;
  private final double h;
  private final double missWeight;
  private final double hitWeight;

  /** A mixture that is tightest for level alpha when the variance process is about vOpt. */
  BetaBinomialMixture(double g, double h, double vOpt, double alpha) {
    this.g = g;
    this.h = h;
    double r = Math.max(normalRho(vOpt, alpha) - g * h, 1e-3 * g * h);
    this.missWeight = r / (g * (g + h));
    this.hitWeight = r / (h * (g + h));
  }

  /** The size of the two-sided normal mixture that is tightest at vOpt. */
  static double normalRho(double vOpt, double alpha) {
    double twoLog = 2 * Math.log(1 / alpha);
    return vOpt / (twoLog + Math.log1p(twoLog));
  }

  /** Returns the logarithm of the wealth after observations of sum s and variance process v. */
  double logWealth(double s, double v) {
    double misses = (v - g * s) / (g * (g + h));
    double hits = (v + h * s) / (h * (g + h));
    return BetaFunction.log(missWeight + misses, hitWeight + hits)
        - BetaFunction.log(missWeight, hitWeight)
        - misses * Math.log(h / (g + h))
        - hits * Math.log(g / (g + h));
  }
}
