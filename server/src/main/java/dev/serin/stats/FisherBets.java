package dev.serin.stats;

/**
 * Bets on whether bad events are more frequent in the canary than in stable, by the ratio of their
 * odds.
 *
 * <p>The observations come in strata: short slices of one period with one split. Within a stratum
 * they must be independent, and those of one role equally likely to be bad; how likely that is, how
 * many there are and how they are split may change from stratum to stratum at will.
 *
 * <p>Thread-safe: immutable.
 */
public final class FisherBets extends Bets {
  /*
   * Let a stratum hold n1 observations of the canary and n0 of stable, and K bad events. Given
   * these three, the number k of bad events in the canary depends on the odds ratio psi alone [1]:
   *
   *   P(k) = C(n1, k) C(n0, K - k) psi^k / Z(psi),   max(0, K - n0) <= k <= min(K, n1),
   *
   * Fisher's noncentral hypergeometric distribution. The bet on psi_j against psi_0 is the ratio of
   * the two probabilities, (psi_j / psi_0)^k Z(psi_0) / Z(psi_j). Its expectation is 1 under psi_0;
   * as it rises with k where psi_j > psi_0, and a smaller odds ratio makes k smaller, it is at most
   * 1 under every psi <= psi_0, and likewise mirrored. The product over strata is therefore a
   * nonnegative supermartingale, to which Ville's inequality [2] applies, as is a mean of such
   * products over j. Related work: [3] compares two samples by such bets without the condition, the
   * logrank test of [4] bets on which group has the next event, [5] on counts given their sum.
   *
   * The psi_j lie half a power of two apart: between two of them little is lost, and from 1.4 to 64
   * times the odds something is bet on every size that matters.
   *
   * Z. The terms C(n1, k) C(n0, K - k) psi^k are log-concave in k: they rise to one largest and
   * fall off ever faster. The sum starts there, once for each psi, and multiplies outwards by the
   * ratio of neighbours, so that no term overflows and no exponential is taken. It stops at a term
   * r times the largest; by log-concavity all that follow are then at most about r times the sum.
   *
   * [1] Mantel, Haenszel, Statistical aspects of the analysis of data from retrospective studies of
   *     disease (1959).
   * [2] Ville, Etude critique de la notion de collectif (1939).
   * [3] Turner, Ly, Grunwald, Generic e-variables for exact sequential k-sample tests that allow
   *     for optional stopping, arXiv:2106.02693.
   * [4] ter Schure, Perez-Ortiz, Ly, Grunwald, The anytime-valid logrank test (2024),
   *     arXiv:2011.06931.
   * [5] Lindon, Malek, Anytime-valid inference for multinomial count data (2022),
   *     arXiv:2011.03567.
   */
  private static final int SIZE = 12;

  private static final double NEGLIGIBLE = 0x1p-60;

  /** The hypothesis, then the bets. */
  private final double[] logOdds = new double[SIZE + 1];

  private final double[] odds = new double[SIZE + 1];

  private FisherBets(double odds, int sign) {
    super(SIZE);
    if (!(odds > 0 && odds < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("odds: " + odds + " (expected: above 0, finite)");
    }
    for (int i = 0; i <= SIZE; i++) {
      this.logOdds[i] = Math.log(odds) + sign * 0.5 * i * Math.log(2);
      this.odds[i] = Math.exp(logOdds[i]);
    }
  }

  /** Bets against "the canary's odds of a bad event are at most {@code odds} times stable's". */
  public static FisherBets harm(double odds) {
    return new FisherBets(odds, 1);
  }

  /** Bets against "the canary's odds of a bad event are at least {@code odds} times stable's". */
  public static FisherBets ok(double odds) {
    return new FisherBets(odds, -1);
  }

  /**
   * Adds the winnings of one stratum: the observations of each role, and how many of them were bad.
   * A stratum without bad events, with only bad ones, or with an empty role adds nothing.
   */
  public void add(double[] logWealth, int canary, int canaryBad, int stable, int stableBad) {
    requireFit(logWealth);
    requireCounts("canary", canary, canaryBad);
    requireCounts("stable", stable, stableBad);
    var stratum = new Stratum(canary, stable, (long) canaryBad + stableBad);
    if (stratum.low == stratum.high) {
      return;
    }
    double hypothesis = stratum.logZ(odds[0], logOdds[0]);
    for (int j = 0; j < SIZE; j++) {
      double bet = stratum.logZ(odds[j + 1], logOdds[j + 1]);
      logWealth[j] += canaryBad * (logOdds[j + 1] - logOdds[0]) - (bet - hypothesis);
    }
  }

  /**
   * The sums of one stratum; remembers the largest term, because that of the next odds is close by.
   */
  private static final class Stratum {
    private final int canary;
    private final int stable;
    private final long bad;
    private final int low;
    private final int high;
    private int largest;

    Stratum(int canary, int stable, long bad) {
      this.canary = canary;
      this.stable = stable;
      this.bad = bad;
      this.low = (int) Math.max(0, bad - stable);
      this.high = (int) Math.min(bad, canary);
      this.largest = low;
    }

    /** Returns ln Z less the logarithms of n1! and n0!, which all odds share. */
    double logZ(double odds, double logOdds) {
      findLargest(odds);
      double sum = 1 + sumAbove(odds) + sumBelow(odds);
      return logTerm(largest) + largest * logOdds + Math.log(sum);
    }

    private void findLargest(double odds) {
      while (largest < high && odds * growth(largest) > 1) {
        largest++;
      }
      while (largest > low && odds * growth(largest - 1) < 1) {
        largest--;
      }
    }

    private double sumAbove(double odds) {
      double sum = 0;
      double term = 1;
      for (int k = largest; k < high && term > NEGLIGIBLE; k++) {
        term *= odds * growth(k);
        sum += term;
      }
      return sum;
    }

    private double sumBelow(double odds) {
      double sum = 0;
      double term = 1;
      for (int k = largest; k > low && term > NEGLIGIBLE; k--) {
        term /= odds * growth(k - 1);
        sum += term;
      }
      return sum;
    }

    /** Returns the coefficient of k + 1 divided by that of k. */
    private double growth(int k) {
      double next = k + 1.0;
      return ((double) (canary - k) * (bad - k)) / (next * (stable - bad + next));
    }

    private double logTerm(int k) {
      return -(LogFactorial.of(k)
          + LogFactorial.of(canary - k)
          + LogFactorial.of(bad - k)
          + LogFactorial.of(stable - bad + k));
    }
  }
}
