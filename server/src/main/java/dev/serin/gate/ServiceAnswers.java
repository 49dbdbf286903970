package dev.serin.gate;

import dev.serin.gate.GateId.Kind;
import dev.serin.gate.GateSettings.Mode;
import dev.serin.gate.Gates.Answer;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.gate.Verdict.Ok;
import dev.serin.model.Role;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads the verdicts on the service as a whole out of the evidence. */
final class ServiceAnswers {
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
            Kind.SERVICE_SLO,
            Alarm.SERVICE_SLO,
            slo.q(),
            new Unit.Longer(slo.limit()),
            HarmCause.SERVICE_TOO_SLOW)));
    evidence
        .marked(Mark.SERVICE_STABLE)
        .ifPresent(nanos -> answers.add(answer(
            Kind.SERVICE_STABLE,
            Alarm.SERVICE_STABLE,
            CallGates.SERVICE_Q,
            new Unit.StableLonger(
                Duration.ofNanos(CallGates.stableLimit(settings, nanos)),
                settings.service().stableSlowdownRatio()),
            HarmCause.STABLE_SLOWED)));
    return answers;
  }

  private Answer answer(Kind kind, Alarm alarm, BigDecimal q, Unit unit, HarmCause cause) {
    var counts = evidence.numbers(alarm.counts());
    var total = counts.total();
    var all = Tally.rate(total, Role.CANARY);
    var found = new Findings(
        GateId.of(kind),
        Composite.of(counts, Tally.CANARY, LimitGate.above(q)).logE(),
        -Math.log(Alphas.PAUSE),
        OptionalDouble.empty(),
        0,
        unit,
        all,
        all,
        Optional.empty(),
        List.of());
    var began = evidence.step().map(step -> alarm.in(step.number())).filter(evidence::alarmed);
    if (began.isEmpty() && !evidence.alarmed(alarm)) {
      return new Answer(new Ok(found), false, false);
    }
    return Answer.harm(found, consequence(began.isPresent()), since(began.orElse(alarm)), cause, 0);
  }

  /** Only what began in this step can be put down to the users that the canary got in it. */
  private Consequence consequence(boolean began) {
    boolean shown = settings.modes().service() == Mode.DRY_RUN;
    return shown ? Consequence.NONE : began ? Consequence.LOWER : Consequence.PAUSE;
  }

  private long since(Alarm alarm) {
    return evidence.alarmedMillis(alarm);
  }
}
