package dev.serin.gate;

import dev.serin.stats.BinomialBets;

/**
 * Watches the errors of the canary: more than stable's and more than a floor, or more than a limit
 * whatever stable does. Confined to one thread.
 */
final class ErrorGate {
  /** All calls. */
  static final String ALL = "errors.slo";

  static final String SLO = "errors.slo";
  /** Stable has too many errors of its own. */
  static final String STABLE_SLO = "errors.slo.stable";

  private final FrequencyGate compared;
  private final PerStep all;
  private final RateGate slo;
  private final RateGate stableSlo;

  /**
   * Makes the gate.
   *
   * @param prefix of its names: nothing, or that of the shadow
   */
  ErrorGate(Evidence evidence, GateSettings settings, String prefix) {
    compared = new FrequencyGate(evidence, Frequency.errors(settings, evidence, prefix));
    all = evidence.numbers(prefix + ALL, Tally.WIDTH);
    double alpha = Alphas.errorsSlo(settings, evidence);
    var limit = BinomialBets.above(settings.errors().slo());
    slo = new RateGate(evidence, prefix + SLO, all, Tally.CANARY, limit, alpha);
    stableSlo = new RateGate(evidence, prefix + STABLE_SLO, all, Tally.STABLE, limit, alpha);
  }

  void begin(Step step, long millis) {
    compared.begin(step, millis);
  }

  /**
   * Adds a call to what is watched as such: one that was answered is no error, whatever it says.
   */
  void watch(int step, Call call, long millis) {
    boolean bad = call.result() == Call.Result.BAD;
    Tally.count(all.at(step), call.role(), bad);
    if (bad) {
      (call.canary() ? slo : stableSlo).check(step, millis);
    }
  }

  /** Adds a call to what is compared. */
  void compare(int step, Call call, boolean inFirst, long millis) {
    boolean bad = call.result() == Call.Result.BAD || call.result() == Call.Result.NOT_FINITE;
    compared.add(step, call.role(), bad, inFirst, millis);
  }

  void advance(long millis) {
    compared.advance(millis);
  }

  void close(long millis) {
    compared.close(millis);
  }
}
