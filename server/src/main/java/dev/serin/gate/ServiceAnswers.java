package dev.serin.gate;

import dev.serin.gate.Gates.Answer;
import dev.serin.gate.Verdict.Ok;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the evidence says about the service as a whole. */
final class ServiceAnswers {
  private static final double NANOS_PER_MILLI = 1e6;

  private final GateSettings settings;
  private final Evidence evidence;

  ServiceAnswers(GateSettings settings, Evidence evidence) {
    this.settings = settings;
    this.evidence = evidence;
  }

  List<Answer> answers() {
    var answers = new ArrayList<Answer>();
    settings
        .service()
        .slo()
        .ifPresent(slo -> answers.add(answer(
            CallGates.SERVICE_SLO,
            slo.q(),
            "share of calls that take longer than " + slo.limit().toMillis() + " ms",
            "SERVICE_SLOWDOWN: too many calls take longer than " + slo.limit().toMillis()
                + " ms")));
    evidence
        .marked(CallGates.SERVICE_STABLE)
        .ifPresent(nanos -> answers.add(answer(
            CallGates.SERVICE_STABLE,
            CallGates.SERVICE_Q,
            "share of stable's calls that take longer than "
                + CallGates.stableLimit(settings, nanos) / NANOS_PER_MILLI
                + " ms (" + settings.service().stableSlowdownRatio()
                + " times its p95 before the canary, at least the floor)",
            "SERVICE_SLOWDOWN: too many calls of stable are slower than before the canary")));
    return answers;
  }

  private Answer answer(String gate, BigDecimal q, String unit, String reason) {
    var counts = evidence.numbers(gate, Tally.WIDTH);
    var total = counts.total();
    var all = Rate.of(total[Tally.CANARY], total[Tally.CANARY + 1]);
    var found = new Findings(
        gate,
        Composite.of(counts, Tally.CANARY, LimitGate.above(q)).logE(),
        -Math.log(Alphas.PAUSE),
        OptionalDouble.empty(),
        0,
        unit,
        all,
        all,
        Optional.empty(),
        List.of());
    return evidence.alarmed(gate)
        ? Answer.harm(
            found,
            Answer.consequence(settings.modes().service()),
            evidence.alarmedMillis(gate),
            reason)
        : new Answer(new Ok(found), false, false);
  }
}
