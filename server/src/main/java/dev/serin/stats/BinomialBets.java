package dev.serin.stats;

/**
 * Bets on whether the share of bad events lies above, or below, a given one. They are valid for
 * calls that differ and depend on each other, as long as each one's chance of being bad, given all
 * before it, is within the hypothesis.
 *
 * <p>Thread-safe: immutable.
 */
public final class BinomialBets extends Bets {
  /*
   * The bet on a share q against p multiplies its wealth by q / p at a bad event and by
   * (1 - q) / (1 - p) at any other: Wald's likelihood ratio [1], kept as a wealth, so that Ville's
   * inequality [2] makes it valid at all times. The expected factor is 1 at p and, as q lies on the
   * other side of p than the hypothesis, at most 1 everywhere in the hypothesis.
   *
   * The q_j have odds psi_j = 2^(+-(j+1)/2) times those of p. Then q / p = psi / (1 + p (psi - 1))
   * and (1 - q) / (1 - p) = 1 / (1 + p (psi - 1)), and no small number is lost in 1 - p.
   *
   * [1] Wald, Sequential tests of statistical hypotheses (1945).
   * [2] Ville, Etude critique de la notion de collectif (1939).
   */
  private static final int SIZE = 12;

  private final double[] perBad = new double[SIZE];
  private final double[] perObservation = new double[SIZE];

  private BinomialBets(double share, int sign) {
    super(SIZE);
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("share: " + share + " (expected: between 0 and 1)");
    }
    for (int j = 0; j < SIZE; j++) {
      perBad[j] = sign * 0.5 * (j + 1) * Math.log(2);
      perObservation[j] = -Math.log1p(share * Math.expm1(perBad[j]));
    }
  }

  /** Bets against "at most this share of events is bad". */
  public static BinomialBets above(double share) {
    return new BinomialBets(share, 1);
  }

  /** Bets against "at least this share of events is bad". */
  public static BinomialBets below(double share) {
    return new BinomialBets(share, -1);
  }

  /** Adds the winnings of these observations, {@code bad} of which were bad. */
  public void add(double[] logWealth, long observations, long bad) {
    requireFit(logWealth);
    requireCounts("observations", observations, bad);
    for (int j = 0; j < SIZE; j++) {
      logWealth[j] += bad * perBad[j] + observations * perObservation[j];
    }
  }
}
