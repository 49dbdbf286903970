package dev.serin.stats;

/** Evidence that the canary gets another share of the users than the split says. */
public final class SampleRatio {
  private SampleRatio() {}

  /**
   * Returns the logarithm of the wealth of a bet against "each of these users went to the canary
   * with this chance". Results for different shares add up.
   *
   * @param share the canary's share, between 0 and 1
   * @param concentration how close to {@code share} the bet expects the true share, above 0: the
   *     weight of that prior, in users
   */
  public static double logE(double share, double concentration, long canary, long stable) {
    /*
     * The likelihood of the counts under a Beta prior of the true share, whose mean is the share
     * that is meant, over their likelihood under that share: a martingale in the users, valid at
     * all times by Ville's inequality [1, 2].
     *
     * [1] Lindon, Malek, Anytime-valid inference for multinomial count data (2022),
     *     arXiv:2011.03567.
     * [2] Ville, Etude critique de la notion de collectif (1939).
     */
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("share: " + share + " (expected: between 0 and 1)");
    }
    if (!(concentration > 0 && concentration < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "concentration: " + concentration + " (expected: above 0, finite)");
    }
    if (canary < 0 || stable < 0) {
      throw new IllegalArgumentException(
          "users: " + canary + " and " + stable + " (expected: not negative)");
    }
    double canaryPrior = concentration * share;
    double stablePrior = concentration * (1 - share);
    return BetaFunction.log(canaryPrior + canary, stablePrior + stable)
        - BetaFunction.log(canaryPrior, stablePrior)
        - canary * Math.log(share)
        - stable * Math.log1p(-share);
  }
}
