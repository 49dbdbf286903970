package dev.serin.stats;

/** The natural logarithm of the beta function, to about 14 digits. */
final class BetaFunction {
  /** From here on the first seven terms of Stirling's series are exact to a double's last digit. */
  static final double LARGE = 15;

  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  private BetaFunction() {}

  /** Returns ln B(a, b) for a, b &gt; 0. */
  static double log(double a, double b) {
    double shift = 0;
    double x = a;
    double y = b;
    // B(x, y) = B(x + 1, y) (x + y) / x, until Stirling's series holds.
    for (; x < LARGE; x++) {
      shift += Math.log((x + y) / x);
    }
    for (; y < LARGE; y++) {
      shift += Math.log((x + y) / y);
    }
    return shift + logOfLarge(Math.min(x, y), Math.max(x, y));
  }

  /*
   * Stirling's series of the three gamma functions, with the large terms, which would cancel,
   * taken together; small is at most large.
   */
  private static double logOfLarge(double small, double large) {
    double sum = small + large;
    return HALF_LOG_TWO_PI
        - 0.5 * Math.log(large)
        + (small - 0.5) * Math.log(small / sum)
        + large * Math.log1p(-small / sum)
        + (stirling(small) + stirling(large) - stirling(sum));
  }

  /** Returns ln &Gamma;(x) for x &gt;= {@link #LARGE}. */
  static double logGammaOfLarge(double x) {
    return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirling(x);
  }

  /** Returns ln &Gamma;(x) - ((x - 1/2) ln x - x + ln(2&pi;)/2) for a large x. */
  private static double stirling(double x) {
    double z = 1 / (x * x);
    return (1.0 / 12
            - z
                * (1.0 / 360
                    - z
                        * (1.0 / 1260
                            - z
                                * (1.0 / 1680
                                    - z * (1.0 / 1188 - z * (691.0 / 360360 - z / 156))))))
        / x;
  }
}
