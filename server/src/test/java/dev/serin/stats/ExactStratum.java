package dev.serin.stats;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The distribution of a stratum's bad events in the canary, by counting all ways to choose them;
 * slow.
 */
final class ExactStratum {
  private static final MathContext DIGITS = new MathContext(40);

  private final int low;

  /** The number of ways for low, low + 1, ... bad events in the canary. */
  private final List<BigInteger> ways = new ArrayList<>();

  ExactStratum(int canary, int stable, int bad) {
    this.low = Math.max(0, bad - stable);
    var ofCanary = choices(canary);
    var ofStable = choices(stable);
    for (int k = low; k <= Math.min(canary, bad); k++) {
      ways.add(ofCanary.get(k).multiply(ofStable.get(bad - k)));
    }
  }

  /**
   * The winnings of the bet on these odds against those of the hypothesis when the canary has k.
   */
  double logFactor(int k, double odds, double hypothesis) {
    double logSums = ln(sum(odds).divide(sum(hypothesis), DIGITS));
    return k * Math.log(odds / hypothesis) - logSums;
  }

  int low() {
    return low;
  }

  int high() {
    return low + ways.size() - 1;
  }

  double probability(int k, double odds) {
    return term(k, new BigDecimal(odds)).divide(sum(odds), DIGITS).doubleValue();
  }

  private BigDecimal sum(double odds) {
    var exactOdds = new BigDecimal(odds);
    var power = exactOdds.pow(low, DIGITS);
    var sum = BigDecimal.ZERO;
    for (var way : ways) {
      sum = sum.add(power.multiply(new BigDecimal(way), DIGITS), DIGITS);
      power = power.multiply(exactOdds, DIGITS);
    }
    return sum;
  }

  private BigDecimal term(int k, BigDecimal odds) {
    return odds.pow(k, DIGITS).multiply(new BigDecimal(ways.get(k - low)));
  }

  private static List<BigInteger> choices(int n) {
    var choices = new ArrayList<>(List.of(BigInteger.ONE));
    for (int k = 1; k <= n; k++) {
      var next = choices.get(k - 1).multiply(BigInteger.valueOf(n - k + 1));
      choices.add(next.divide(BigInteger.valueOf(k)));
    }
    return choices;
  }

  private static double ln(BigDecimal number) {
    int magnitude = number.precision() - number.scale();
    return Math.log(number.movePointLeft(magnitude).doubleValue()) + magnitude * Math.log(10);
  }
}
