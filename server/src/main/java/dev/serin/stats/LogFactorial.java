package dev.serin.stats;

/** The natural logarithm of n!, to a double's last digits. */
final class LogFactorial {
  private static final int TABLE_END = 65_536;

  private static final double[] TABLE = table();

  private LogFactorial() {}

  /** Returns ln n! for n &gt;= 0; from a table up to 65,536. */
  static double of(long n) {
    return n <= TABLE_END ? TABLE[(int) n] : BetaFunction.logGammaOfLarge(n + 1.0);
  }

  /**
   * Computes each entry by itself, so that errors do not add up: a product while it is exact, then
   * the series.
   */
  private static double[] table() {
    var table = new double[TABLE_END + 1];
    double product = 1;
    for (int n = 1; n <= TABLE_END; n++) {
      if (n < BetaFunction.LARGE) {
        product *= n;
        table[n] = Math.log(product);
      } else {
        table[n] = BetaFunction.logGammaOfLarge(n + 1.0);
      }
    }
    return table;
  }
}
