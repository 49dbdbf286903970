package dev.serin.gate;

import dev.serin.gate.GateSettings.Relative;
import dev.serin.gate.GateSettings.Slo;
import dev.serin.gate.Gates.Answer;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.model.Role;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads the verdicts on the latency of the canary out of the evidence. */
final class LatencyAnswers {
  private final GateSettings settings;
  private final Evidence evidence;
  private final long millis;

  LatencyAnswers(GateSettings settings, Evidence evidence, long millis) {
    this.settings = settings;
    this.evidence = evidence;
    this.millis = millis;
  }

  List<Answer> answers() {
    var answers = new ArrayList<Answer>();
    settings.latency().relative().forEach(relative -> answers.add(comparison(relative)));
    settings.latency().slo().ifPresent(slo -> answers.add(limit(slo)));
    return answers;
  }

  private Answer comparison(Relative relative) {
    var alarm = Alarm.latency(relative.q());
    var quantile = evidence.marked(Mark.latency(relative.q()));
    var found = findings(
        relative.gate(),
        alarm,
        OddsWealth.harm(evidence, alarm, 1).logE(),
        Alphas.latency(settings, relative.share()),
        OptionalDouble.empty(),
        new Unit.SlowerThanStable(relative.q(), relative.maxRatio()),
        quantile.isPresent()
            ? List.of(String.format(
                Locale.ROOT,
                "stable's %s is %.3f ms",
                GateText.quantile(relative.q()),
                quantile.getAsLong() / 1e6))
            : List.of(),
        quantile.isPresent()
            ? OptionalLong.of(LatencyGate.canaryLimit(
                quantile.getAsLong(), relative, settings.latency().floor()))
            : OptionalLong.empty());
    if (evidence.alarmed(alarm)) {
      return Answer.harm(
          found,
          Answer.consequence(settings.modes().latency()),
          evidence.alarmedMillis(alarm),
          HarmCause.SLOWER,
          0);
    }
    var needs = quantile.isPresent() ? List.<Need>of() : needs(relative);
    return Answer.of(found, settings.modes().latency(), needs);
  }

  /** The calls of stable that give the quantile to compare with. */
  private List<Need> needs(Relative relative) {
    var calls = evidence.numbers(Series.CALLS);
    return evidence
        .step()
        .map(step -> Needs.more(
            "calls of stable",
            OptionalDouble.of(QuantileWindow.firstSize(relative.q())),
            calls.total()[1],
            calls.at(step.number())[1],
            millis - step.startMillis()))
        .stream()
        .toList();
  }

  private Answer limit(Slo slo) {
    var counts = evidence.numbers(Alarm.LATENCY_SLO.counts());
    var found = findings(
        GateId.of(GateId.Kind.LATENCY_SLO),
        Alarm.LATENCY_SLO,
        Composite.of(counts, Tally.CANARY, LimitGate.above(slo.q())).logE(),
        Alphas.latency(settings, slo.share()),
        OptionalDouble.of(
            Composite.of(counts, Tally.CANARY, LimitGate.below(slo.q())).logE()),
        new Unit.Longer(slo.limit()),
        List.of(),
        OptionalLong.of(slo.limit().toNanos()));
    if (!evidence.alarmed(Alarm.LATENCY_SLO)) {
      return Answer.of(found, settings.modes().latency(), needs(slo, counts, found));
    }
    var consequence = Answer.consequence(settings.modes().latency());
    boolean stableSlower = evidence.alarmed(Alarm.STABLE_SLOWER);
    return Answer.harm(
        found,
        stableSlower && consequence == Consequence.ROLLBACK ? Consequence.PAUSE : consequence,
        evidence.alarmedMillis(Alarm.LATENCY_SLO),
        stableSlower ? HarmCause.BOTH_SLOW : HarmCause.TOO_SLOW,
        BigDecimal.ONE.subtract(slo.q()).doubleValue());
  }

  private List<Need> needs(Slo slo, PerStep counts, Findings found) {
    var step = evidence.step();
    if (step.isEmpty()) {
      return List.of();
    }
    var total = counts.total();
    var planned = Needs.belowLimit(
        total[Tally.CANARY],
        total[Tally.CANARY + 1],
        1 - slo.q().doubleValue(),
        found.okLogThreshold());
    return List.of(Needs.more(
        "calls of the canary",
        planned,
        total[Tally.CANARY],
        counts.at(step.get().number())[Tally.CANARY],
        millis - step.get().startMillis()));
  }

  private Findings findings(
      GateId gate,
      Alarm alarm,
      double logE,
      double alpha,
      OptionalDouble ok,
      Unit unit,
      List<String> remarks,
      OptionalLong limitNanos) {
    var tally = evidence.numbers(alarm.counts()).total();
    return new Findings(
        gate,
        logE,
        -Math.log(alpha),
        ok,
        -Math.log(settings.alphaPromote()),
        unit,
        Tally.rate(tally, Role.STABLE),
        Tally.rate(tally, Role.CANARY),
        Optional.empty(),
        remarks,
        limitNanos);
  }
}
