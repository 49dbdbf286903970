package dev.serin.gate;

import dev.serin.gate.GateSettings.Mode;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * Plans what the proofs of a step need before anything was seen, for a canary that is as good as
 * stable. An estimate: as good as the rates that are assumed.
 *
 * <p>Thread-safe: immutable.
 */
public final class Planning {
  /** So many calls that what is seen is what is assumed. */
  private static final double MANY = 1e9;

  private static final double MILLIS_PER_SECOND = 1000;

  private final GateSettings settings;
  private final double errors;
  private final double loss;
  private final double logE;

  /**
   * Makes a plan for these rates.
   *
   * @param errors the share of calls that fail, from 0, below 1
   * @param loss the mean loss, from 0 to 1
   */
  public Planning(GateSettings settings, double errors, double loss) {
    this.settings = settings;
    this.errors = errors;
    this.loss = loss;
    this.logE = -Math.log(settings.alphaPromote());
  }

  /**
   * Returns how many calls of the canary prove its errors, its latency where that has a limit, and
   * that callers wait, if none gives up; empty if so many calls fail that no number of them does.
   *
   * @param share of the canary, between 0 and 1
   */
  public OptionalDouble calls(double share) {
    double others = Math.max(latencyCalls(), abandonedCalls());
    if (settings.modes().errors() != Mode.ENFORCE) {
      return OptionalDouble.of(others);
    }
    double canary = MANY * share;
    double stable = MANY - canary;
    var tally = new double[] {canary, canary * errors, stable, stable * errors};
    var proofs = DoubleStream.concat(
        Needs.belowLimit(MANY, MANY * errors, settings.errors().okAbs(), logE).stream(),
        Needs.belowOdds(tally, settings.errors().okOddsRatio(), logE).stream());
    return proofs.map(calls -> Math.max(calls, others)).min();
  }

  private double abandonedCalls() {
    return settings.abandoned().stream()
        .filter(when -> when.mode(settings.modes().abandoned()) == Mode.ENFORCE)
        .mapToDouble(when -> Needs.belowLimit(MANY, 0, when.okAbs(), logE).orElseThrow())
        .findFirst()
        .orElse(0);
  }

  /** Of the calls, half as many as are allowed are assumed to take longer than the limit. */
  private double latencyCalls() {
    var slo = settings.latency().slo();
    if (slo.isEmpty() || settings.modes().latency() != Mode.ENFORCE) {
      return 0;
    }
    double allowed = 1 - slo.get().q().doubleValue();
    return Needs.belowLimit(MANY, MANY * allowed / 2, allowed, logE).orElseThrow();
  }

  /**
   * Returns how many labels of the canary prove its quality; 0 if that needs no proof. A loss that
   * is not 0 or 1 needs fewer.
   *
   * @param share of the canary, between 0 and 1
   */
  public double labels(double share) {
    var quality = settings.quality();
    if (!quality.required() || settings.modes().quality() != Mode.ENFORCE) {
      return 0;
    }
    double variance = loss * (1 - loss) * (1 + Math.min(1, share / (1 - share)));
    return Needs.belowMargin(0, quality.okMargin(), variance, logE).orElseThrow();
  }

  /**
   * Returns in how many seconds the labels of what is predicted in so many seconds have been
   * compared: those of a cohort at its end and at two ages, of one cohort at least.
   */
  public double compared(double seconds) {
    double cohort = settings.quality().cohort().toMillis() / MILLIS_PER_SECOND;
    double ages = new Ages(settings.quality()).closes(1) / MILLIS_PER_SECOND;
    return Math.max(1, Math.ceil(seconds / cohort)) * cohort + ages;
  }
}
