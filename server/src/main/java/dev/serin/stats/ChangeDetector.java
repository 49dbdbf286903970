package dev.serin.stats;

import java.util.Arrays;

/**
 * Detects when bad events become more frequent than a given share. While they are not, its first
 * alarm comes after {@code averageRunLength} events on average, or more; unlike a test it never
 * runs out, and finds a late change quickly.
 *
 * <p>Confined to one thread.
 */
public final class ChangeDetector {
  /*
   * The Shiryaev-Roberts e-detector of Shin, Ramdas and Rinaldo [1]. With L the factor by which an
   * event multiplies the wealth of a bet against "no change yet", R = (R + 1) L is the sum of the
   * wealths of that bet started again at each event so far. While nothing has changed, the expected
   * value of R after t events is at most t, and so is that of a mean of such R over several bets;
   * by optional stopping the expected time until that mean reaches c is at least c.
   *
   * R stops growing at CEILING, long after any alarm; a smaller R is still valid.
   *
   * [1] Shin, Ramdas, Rinaldo, E-detectors: a nonparametric framework for sequential change
   *     detection (2023), arXiv:2203.03532.
   */
  private static final double CEILING = 1e300;

  private final double averageRunLength;
  private final double[] goodFactors;
  private final double[] badFactors;

  /** R of each bet, then the largest mean so far. */
  private final double[] state;

  private ChangeDetector(double share, double averageRunLength, double[] state) {
    if (!(averageRunLength >= 1 && averageRunLength < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "averageRunLength: " + averageRunLength + " (expected: at least 1, finite)");
    }
    var bets = BinomialBets.above(share);
    this.averageRunLength = averageRunLength;
    this.goodFactors = factors(bets, 0);
    this.badFactors = factors(bets, 1);
    this.state = Arrays.copyOf(state, bets.size() + 1);
  }

  /** Returns a new detector of the moment from which more than this share is bad. */
  public static ChangeDetector above(double share, double averageRunLength) {
    return new ChangeDetector(share, averageRunLength, new double[0]);
  }

  /** Returns a detector that continues from the {@link #state} of one for the same share. */
  public static ChangeDetector restored(double share, double averageRunLength, double[] state) {
    var detector = new ChangeDetector(share, averageRunLength, state);
    if (!Arrays.equals(state, detector.state) || !Arrays.stream(state).allMatch(r -> r >= 0)) {
      throw new IllegalArgumentException("state: "
          + Arrays.toString(state)
          + " (expected: "
          + detector.state.length
          + " numbers, none negative)");
    }
    return detector;
  }

  /** Adds one event. */
  public void add(boolean bad) {
    var factors = bad ? badFactors : goodFactors;
    for (int j = 0; j < factors.length; j++) {
      state[j] = Math.min(CEILING, (state[j] + 1) * factors[j]);
    }
    state[factors.length] = Math.max(state[factors.length], value());
  }

  /** Returns the evidence for a change so far; from the average run length on, it is an alarm. */
  public double value() {
    double sum = 0;
    for (int j = 0; j < goodFactors.length; j++) {
      sum += state[j];
    }
    return sum / goodFactors.length;
  }

  /** Whether the value has reached the average run length after any event so far. */
  public boolean alarmed() {
    return state[goodFactors.length] >= averageRunLength;
  }

  /** Returns the state that {@link #restored} continues from. */
  public double[] state() {
    return state.clone();
  }

  private static double[] factors(BinomialBets bets, long bad) {
    var logs = new double[bets.size()];
    bets.add(logs, 1, bad);
    return Arrays.stream(logs).map(Math::exp).toArray();
  }
}
