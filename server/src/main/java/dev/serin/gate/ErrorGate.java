package dev.serin.gate;

import dev.serin.gate.Trial.Phase;
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
   * @param phase of which it watches the calls; in a shadow these are copies
   */
  ErrorGate(Evidence evidence, GateSettings settings, Phase phase) {
    compared = new FrequencyGate(evidence, Frequency.errors(settings, evidence, phase));
    all = evidence.numbers(Alarm.ERRORS_SLO.in(phase).counts());
    double alpha = Alphas.errorsSlo(settings, evidence);
    var limit = BinomialBets.above(settings.errors().slo());
    slo = new RateGate(evidence, Alarm.ERRORS_SLO.in(phase), all, Tally.CANARY, limit, alpha);
    stableSlo =
        new RateGate(evidence, Alarm.STABLE_ERRORS_SLO.in(phase), all, Tally.STABLE, limit, alpha);
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
    compared.add(step, call, bad, inFirst, millis);
  }

  void advance(long millis) {
    compared.advance(millis);
  }

  void close(long millis) {
    compared.close(millis);
  }
}
