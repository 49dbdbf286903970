package dev.serin.gate;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Plans how many more observations a proof needs, from what was seen. An estimate: as good as the
 * rates seen so far.
 */
final class Needs {
  /** A mixture of bets wins somewhat more slowly than the best of them. */
  private static final double MIXTURE = 1.4;

  /** The steps, and where a gate has two proofs, share the threshold with others. */
  private static final double SHARED = Math.log(4);

  private Needs() {}

  /**
   * Returns how many observations of a rate prove that it is below the limit; empty if what was
   * seen is not below it.
   */
  static OptionalDouble belowLimit(double observations, double bad, double limit, double logE) {
    double rate = rate(observations, bad);
    return rate >= limit
        ? OptionalDouble.empty()
        : OptionalDouble.of(MIXTURE * (logE + SHARED) / divergence(rate, limit));
  }

  /**
   * Returns how many observations of the canary prove that its odds of being bad are below a
   * multiple of stable's; empty if what was seen is not.
   *
   * @param tally what was seen
   */
  static OptionalDouble belowOdds(double[] tally, double odds, double logE) {
    double canary = tally[Tally.CANARY];
    double stable = tally[Tally.STABLE];
    double canaryRate = rate(canary, tally[Tally.CANARY + 1]);
    double stableRate = rate(stable, tally[Tally.STABLE + 1]);
    double seen = canaryRate / (1 - canaryRate) / (stableRate / (1 - stableRate));
    if (canary == 0 || stable == 0 || seen >= odds) {
      return OptionalDouble.empty();
    }
    // Each bad event tells how likely it was the canary's.
    double perBad = divergence(part(seen * canary, stable), part(odds * canary, stable));
    double badPerCall = canaryRate + stableRate * stable / canary;
    return OptionalDouble.of(MIXTURE * (logE + SHARED) / (perBad * badPerCall));
  }

  /**
   * Returns how many labels of the canary prove that its mean loss is higher by less than the
   * margin; empty if what was seen is not.
   *
   * @param variance of the difference of a label of the canary and those of stable beside it
   */
  static OptionalDouble belowMargin(
      double difference, double margin, double variance, double logE) {
    if (difference >= margin) {
      return OptionalDouble.empty();
    }
    double gap = margin - difference;
    return OptionalDouble.of(
        MIXTURE * 2 * (logE + SHARED) * Math.max(variance, 1e-4) / (gap * gap));
  }

  /** How long it takes for that many more, if so many came in this time. */
  static Optional<Duration> expected(double missing, double seen, long millis) {
    return seen <= 0 || millis <= 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis((long) Math.min(missing * millis / seen, 1e15)));
  }

  /** The need for more observations of a kind, as planned. */
  static Need more(
      String kind, OptionalDouble planned, double seen, double seenInStep, long stepMillis) {
    if (planned.isEmpty()) {
      return new Need("what was seen so far is not below the margin", Optional.empty());
    }
    double missing = Math.ceil(Math.max(planned.getAsDouble() - seen, 1));
    return new Need(
        "about " + (long) missing + " more " + kind + " (" + (long) seen + " seen)",
        expected(missing, seenInStep, stepMillis));
  }

  /** As if half a bad one more had been seen: none at all does not prove a rate of 0. */
  private static double rate(double observations, double bad) {
    return (bad + 0.5) / (observations + 1);
  }

  private static double part(double one, double other) {
    return one / (one + other);
  }

  /** What an event of chance p wins on the mean against a bet that its chance is q. */
  private static double divergence(double p, double q) {
    return p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q));
  }
}
