package dev.serin.gate;

import dev.serin.gate.GateId.Kind;
import dev.serin.gate.Gates.Answer;
import dev.serin.gate.Trial.Phase;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.model.Role;
import dev.serin.stats.BinomialBets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads the verdicts on errors out of the evidence. */
final class ErrorAnswers {

  /** Above this share of calls left out for the cap, a few users make most calls. */
  private static final double FEW_USERS = 0.9;

  private final GateSettings settings;
  private final Evidence evidence;
  private final long millis;
  private final Phase phase;
  private final GateId comparison;
  private final GateId limit;
  private final FrequencyAnswer compared;
  private final PerStep all;

  /**
   * Reads the evidence.
   *
   * @param phase of which it reads the calls; in a shadow these are copies
   */
  ErrorAnswers(GateSettings settings, Evidence evidence, Phase phase, long millis) {
    boolean shadow = phase == Phase.SHADOW;
    this.settings = settings;
    this.evidence = evidence;
    this.millis = millis;
    this.phase = phase;
    this.comparison = GateId.of(shadow ? Kind.SHADOW_ERRORS : Kind.ERRORS);
    this.limit = GateId.of(shadow ? Kind.SHADOW_ERRORS_SLO : Kind.ERRORS_SLO);
    this.compared = new FrequencyAnswer(evidence, Frequency.errors(settings, evidence, phase));
    this.all = evidence.numbers(Alarm.ERRORS_SLO.in(phase).counts());
  }

  List<Answer> answers() {
    return List.of(comparison(), limit());
  }

  /** The canary has more errors than stable, and more than the floor. */
  private Answer comparison() {
    var found =
        compared.findings(comparison, new Unit.Errors(), settings.alphaPromote(), remarks());
    return compared.answer(found, settings.modes().errors(), HarmCause.MORE_ERRORS, millis);
  }

  /** The canary has more errors than anybody may have. */
  private Answer limit() {
    double most = settings.errors().slo();
    var slo = Alarm.ERRORS_SLO.in(phase);
    var found = limitFindings(most);
    if (!evidence.alarmed(slo)) {
      return Answer.of(found, settings.modes().errors(), List.of());
    }
    var consequence = Answer.consequence(settings.modes().errors());
    if (evidence.alarmed(Alarm.STABLE_ERRORS_SLO.in(phase))) {
      return Answer.harm(
          found,
          consequence == Consequence.NONE ? consequence : Consequence.PAUSE,
          evidence.alarmedMillis(slo),
          HarmCause.BOTH_FAIL,
          most);
    }
    return Answer.harm(
        found, consequence, evidence.alarmedMillis(slo), HarmCause.TOO_MANY_ERRORS, most);
  }

  private Findings limitFindings(double most) {
    var tally = all.total();
    return new Findings(
        limit,
        Composite.of(all, Tally.CANARY, BinomialBets.above(most)).logE(),
        -Math.log(Alphas.errorsSlo(settings, evidence)),
        OptionalDouble.empty(),
        -Math.log(settings.alphaPromote()),
        new Unit.Errors(),
        Tally.rate(tally, Role.STABLE),
        Tally.rate(tally, Role.CANARY),
        Optional.empty(),
        remarks());
  }

  private List<String> remarks() {
    var capped = evidence.numbers(Series.CAPPED.in(phase)).total();
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
}
