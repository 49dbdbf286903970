package dev.serin.gate;

import dev.serin.gate.GateId.Kind;
import dev.serin.gate.Gates.Answer;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.stats.BinomialBets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** What the evidence says about errors. */
final class ErrorAnswers {

  /** Above this share of calls left out for the cap, a few users make most calls. */
  private static final double FEW_USERS = 0.9;

  private final GateSettings settings;
  private final Evidence evidence;
  private final long millis;
  private final String prefix;
  private final GateId comparison;
  private final GateId limit;
  private final String odds;
  private final String floor;
  private final String slo;
  private final PerStep counted;
  private final PerStep all;

  /**
   * Reads the evidence.
   *
   * @param shadow whether it is about copies of calls
   */
  ErrorAnswers(GateSettings settings, Evidence evidence, boolean shadow, long millis) {
    this.settings = settings;
    this.evidence = evidence;
    this.millis = millis;
    this.prefix = shadow ? ShadowGates.PREFIX : "";
    this.comparison = GateId.of(shadow ? Kind.SHADOW_ERRORS : Kind.ERRORS);
    this.limit = GateId.of(shadow ? Kind.SHADOW_ERRORS_SLO : Kind.ERRORS_SLO);
    this.odds = prefix + ErrorGate.ODDS;
    this.floor = prefix + ErrorGate.FLOOR;
    this.slo = prefix + ErrorGate.SLO;
    this.counted = evidence.numbers(prefix + ErrorGate.COUNTED, Tally.WIDTH);
    this.all = evidence.numbers(prefix + ErrorGate.ALL, Tally.WIDTH);
  }

  List<Answer> answers() {
    return List.of(comparison(), limit());
  }

  /** The canary has more errors than stable, and more than the floor. */
  private Answer comparison() {
    var errors = settings.errors();
    double oddsLogE =
        latched(odds, OddsWealth.harm(evidence, odds, errors.oddsRatio()).logE());
    double floorLogE = latched(
        floor,
        Composite.of(counted, Tally.CANARY, BinomialBets.above(errors.absFloor()))
            .logE());
    double ok = Composite.mean(
        OddsWealth.ok(evidence, odds, errors.okOddsRatio()).logE(),
        Composite.of(counted, Tally.CANARY, BinomialBets.below(errors.okAbs())).logE());
    var found = findings(
        comparison,
        Math.min(oddsLogE, floorLogE),
        Alphas.errors(settings, evidence),
        OptionalDouble.of(ok),
        counted.total());
    if (evidence.alarmed(odds) && evidence.alarmed(floor)) {
      long since = Math.max(since(odds), since(floor));
      return Answer.harm(
          found,
          Answer.consequence(settings.modes().errors()),
          since,
          HarmCause.MORE_ERRORS,
          errors.absFloor());
    }
    return Answer.of(found, settings.modes().errors(), needs(found));
  }

  /** The canary has more errors than anybody may have. */
  private Answer limit() {
    double most = settings.errors().slo();
    var found = findings(
        limit,
        Composite.of(all, Tally.CANARY, BinomialBets.above(most)).logE(),
        Alphas.errorsSlo(settings, evidence),
        OptionalDouble.empty(),
        all.total());
    if (!evidence.alarmed(slo)) {
      return Answer.of(found, settings.modes().errors(), List.of());
    }
    var consequence = Answer.consequence(settings.modes().errors());
    if (evidence.alarmed(prefix + ErrorGate.STABLE_SLO)) {
      return Answer.harm(
          found,
          consequence == Consequence.NONE ? consequence : Consequence.PAUSE,
          since(slo),
          HarmCause.BOTH_FAIL,
          most);
    }
    return Answer.harm(found, consequence, since(slo), HarmCause.TOO_MANY_ERRORS, most);
  }

  /** What the quicker one of the two proofs needs. */
  private List<Need> needs(Findings found) {
    var step = evidence.step();
    if (step.isEmpty()) {
      return List.of();
    }
    var tally = counted.total();
    double seen = tally[Tally.CANARY];
    double needed = found.okLogThreshold();
    var errors = settings.errors();
    var planned = DoubleStream.concat(
            Needs.belowLimit(seen, tally[Tally.CANARY + 1], errors.okAbs(), needed).stream(),
            Needs.belowOdds(tally, errors.okOddsRatio(), needed).stream())
        .min();
    return List.of(Needs.more(
        "calls of the canary",
        planned,
        seen,
        counted.at(step.get().number())[Tally.CANARY],
        millis - step.get().startMillis()));
  }

  private Findings findings(
      GateId gate, double logE, double alpha, OptionalDouble ok, double[] tally) {
    return new Findings(
        gate,
        logE,
        -Math.log(alpha),
        ok,
        -Math.log(settings.alphaPromote()),
        new Unit.Errors(),
        Rate.of(tally[Tally.STABLE], tally[Tally.STABLE + 1]),
        Rate.of(tally[Tally.CANARY], tally[Tally.CANARY + 1]),
        Optional.empty(),
        remarks());
  }

  private List<String> remarks() {
    var capped =
        evidence.numbers(prefix + CallGates.CAPPED, CallGates.CAPPED_WIDTH).total();
    if (capped[0] == 0) {
      return List.of();
    }
    double share = capped[0] / capped[1];
    return List.of(String.format(
        Locale.ROOT,
        "%sthe cap per user left out %.0f %% of the calls",
        share > FEW_USERS ? "FEW_USERS: " : "",
        100 * share));
  }

  /** An alarm stays, whatever E does afterwards. */
  private double latched(String alarm, double logE) {
    return evidence.alarmed(alarm)
        ? Math.max(logE, -Math.log(Alphas.errors(settings, evidence)))
        : logE;
  }

  private long since(String alarm) {
    return evidence.alarmedMillis(alarm);
  }
}
