package dev.serin.gate;

import dev.serin.stats.BinomialBets;
import java.util.Optional;

/**
 * Watches the errors of the canary: more than stable's and more than a floor, or more than a limit
 * whatever stable does. Confined to one thread.
 */
final class ErrorGate {
  /** What is compared with stable; capped per user. */
  static final String COUNTED = "errors";

  /** All calls. */
  static final String ALL = "errors.slo";

  static final String ODDS = "errors";
  static final String FLOOR = "errors.floor";
  static final String SLO = "errors.slo";
  /** Stable has too many errors of its own. */
  static final String STABLE_SLO = "errors.slo.stable";

  private final PerStep counted;
  private final PerStep all;
  private final OddsGate odds;
  private final RateGate floor;
  private final RateGate slo;
  private final RateGate stableSlo;

  /**
   * Makes the gate.
   *
   * @param prefix of its names: nothing, or that of the shadow
   */
  ErrorGate(Evidence evidence, GateSettings settings, String prefix) {
    var errors = settings.errors();
    counted = evidence.numbers(prefix + COUNTED, Tally.WIDTH);
    all = evidence.numbers(prefix + ALL, Tally.WIDTH);
    double alpha = Alphas.errors(settings, evidence);
    odds = new OddsGate(
        evidence, prefix + ODDS, errors.oddsRatio(), Optional.of(errors.okOddsRatio()), alpha);
    floor = new RateGate(
        evidence,
        prefix + FLOOR,
        counted,
        Tally.CANARY,
        BinomialBets.above(errors.absFloor()),
        alpha);
    double sloAlpha = Alphas.errorsSlo(settings, evidence);
    var limit = BinomialBets.above(errors.slo());
    slo = new RateGate(evidence, prefix + SLO, all, Tally.CANARY, limit, sloAlpha);
    stableSlo = new RateGate(evidence, prefix + STABLE_SLO, all, Tally.STABLE, limit, sloAlpha);
  }

  void begin(Step step, long millis) {
    odds.begin(step, millis);
  }

  /**
   * Adds a call to what is watched as such: one that was answered is no error, whatever it says.
   */
  void watch(int step, Call call, long millis) {
    boolean bad = call.result() == Call.Result.BAD;
    Tally.count(all.at(step), call.canary(), bad);
    if (bad) {
      (call.canary() ? slo : stableSlo).check(step, millis);
    }
  }

  /** Adds a call to what is compared. */
  void compare(int step, Call call, boolean inFirst, long millis) {
    boolean bad = call.result() == Call.Result.BAD || call.result() == Call.Result.NOT_FINITE;
    Tally.count(counted.at(step), call.canary(), bad);
    if (bad && call.canary()) {
      floor.check(step, millis);
    }
    odds.add(step, millis, inFirst, call.canary(), bad);
  }

  void advance(long millis) {
    odds.advance(millis);
  }

  void close(long millis) {
    odds.close(millis);
  }
}
