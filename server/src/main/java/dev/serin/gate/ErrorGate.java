package dev.serin.gate;

import dev.serin.stats.BinomialBets;

/**
 * Watches the errors of the canary: more than stable's and more than a floor, or more than a limit
 * whatever stable does. Confined to one thread.
 */
final class ErrorGate {
  private final FrequencyGate compared;
  private final PerStep all;
  private final RateGate slo;
  private final RateGate stableSlo;

  /**
   * Makes the gate.
   *
   * @param shadow whether it watches copies of calls
   */
  ErrorGate(Evidence evidence, GateSettings settings, boolean shadow) {
    compared = new FrequencyGate(evidence, Frequency.errors(settings, evidence, shadow));
    all = evidence.numbers(of(Alarm.ERRORS_SLO, shadow).counts());
    double alpha = Alphas.errorsSlo(settings, evidence);
    var limit = BinomialBets.above(settings.errors().slo());
    slo = new RateGate(evidence, of(Alarm.ERRORS_SLO, shadow), all, Tally.CANARY, limit, alpha);
    stableSlo = new RateGate(evidence, of(Alarm.STABLE_ERRORS_SLO, shadow), all, Tally.STABLE, limit, alpha);
  }

  /** An alarm about calls, or the same about copies of calls. */
  static Alarm of(Alarm alarm, boolean shadow) {
    return shadow ? alarm.inShadow() : alarm;
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
