package dev.serin.gate;

import dev.serin.gate.GateSettings.Relative;
import dev.serin.gate.GateSettings.Slo;
import dev.serin.gate.Gates.Answer;
import dev.serin.gate.Verdict.Consequence;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What the evidence says about the latency of the canary. */
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
    var gate = relative.gate();
    var quantile = evidence.marked(gate);
    var found = findings(
        gate,
        OddsWealth.harm(evidence, gate, 1).logE(),
        Alphas.latency(settings, relative.share()),
        OptionalDouble.empty(),
        "share of calls that take longer than stable's " + quantile(relative)
            + " (of the canary: times " + relative.maxRatio() + ")",
        quantile.isPresent()
            ? List.of(String.format(
                Locale.ROOT,
                "stable's %s is %.3f ms",
                quantile(relative),
                quantile.getAsLong() / 1e6))
            : List.of(),
        quantile.isPresent()
            ? OptionalLong.of(LatencyGate.canaryLimit(
                quantile.getAsLong(), relative, settings.latency().floor()))
            : OptionalLong.empty());
    if (evidence.alarmed(gate)) {
      return Answer.harm(
          found,
          Answer.consequence(settings.modes().latency()),
          evidence.alarmedMillis(gate),
          "the canary's " + quantile(relative) + " is more than " + relative.maxRatio()
              + " times stable's");
    }
    var needs = quantile.isPresent() ? List.<Need>of() : needs(relative);
    return Answer.of(found, settings.modes().latency(), needs);
  }

  /** The calls of stable that give the quantile to compare with. */
  private List<Need> needs(Relative relative) {
    var calls = evidence.numbers(CallGates.CALLS, CallGates.CALLS_WIDTH);
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
    var counts = evidence.numbers(CallGates.LATENCY_SLO, Tally.WIDTH);
    var found = findings(
        CallGates.LATENCY_SLO,
        Composite.of(counts, Tally.CANARY, LimitGate.above(slo.q())).logE(),
        Alphas.latency(settings, slo.share()),
        OptionalDouble.of(
            Composite.of(counts, Tally.CANARY, LimitGate.below(slo.q())).logE()),
        "share of calls that take longer than " + slo.limit().toMillis() + " ms",
        List.of(),
        OptionalLong.of(slo.limit().toNanos()));
    if (!evidence.alarmed(CallGates.LATENCY_SLO)) {
      return Answer.of(found, settings.modes().latency(), needs(slo, counts, found));
    }
    var consequence = Answer.consequence(settings.modes().latency());
    boolean stableSlower = evidence.alarmed(LatencyGate.REVERSED);
    return Answer.harm(
        found,
        stableSlower && consequence == Consequence.ROLLBACK ? Consequence.PAUSE : consequence,
        evidence.alarmedMillis(CallGates.LATENCY_SLO),
        (stableSlower ? "STABLE_UNHEALTHY: stable is slower still, and " : "")
            + "the canary exceeds " + slo.limit().toMillis() + " ms on more than "
            + BigDecimal.ONE.subtract(slo.q()).movePointRight(2).toPlainString()
            + " % of its calls");
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
      String gate,
      double logE,
      double alpha,
      OptionalDouble ok,
      String unit,
      List<String> remarks,
      OptionalLong limitNanos) {
    var tally = evidence.numbers(gate, Tally.WIDTH).total();
    return new Findings(
        gate,
        logE,
        -Math.log(alpha),
        ok,
        -Math.log(settings.alphaPromote()),
        unit,
        Rate.of(tally[Tally.STABLE], tally[Tally.STABLE + 1]),
        Rate.of(tally[Tally.CANARY], tally[Tally.CANARY + 1]),
        Optional.empty(),
        remarks,
        limitNanos);
  }

  /** The name of a quantile, such as {@code p95}. */
  private static String quantile(Relative relative) {
    return relative.gate().replace("latency.q", "p");
  }
}
