package dev.serin.gate;

import dev.serin.gate.GateId.Kind;
import dev.serin.gate.GateSettings.Mode;
import dev.serin.gate.GateSettings.Slo;
import dev.serin.gate.Gates.Answer;
import dev.serin.model.Role;
import dev.serin.stats.BinomialBets;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads the verdicts on a canary that has become stable out of the evidence. */
final class WatchAnswers {
  private static final Rate NOTHING = new Rate(0, 0);

  private final GateSettings settings;
  private final Evidence evidence;

  WatchAnswers(GateSettings settings, Evidence evidence) {
    this.settings = settings;
    this.evidence = evidence;
  }

  List<Answer> answers() {
    var answers = new ArrayList<Answer>();
    answers.add(errors());
    settings.latency().slo().ifPresent(slo -> answers.add(latency(slo)));
    evidence.marked(Mark.RUN_LENGTH).ifPresent(calls -> answers.add(change(calls)));
    return answers;
  }

  private Answer errors() {
    double limit = settings.errors().slo();
    var before = evidence.numbers(Series.ERRORS_ALL).total();
    var counts = evidence.numbers(Alarm.WATCH_ERRORS.counts());
    var found = findings(
        Kind.WATCH_ERRORS,
        Composite.of(counts, Tally.CANARY, BinomialBets.above(limit)).logE(),
        -Math.log(Alphas.watch(settings)),
        new Unit.Errors(),
        Tally.rate(before, Role.STABLE),
        canary(counts.total(), Tally.CANARY));
    return answer(
        found, Alarm.WATCH_ERRORS, settings.modes().errors(), HarmCause.TOO_MANY_ERRORS, limit);
  }

  private Answer latency(Slo slo) {
    var counts = evidence.numbers(Alarm.WATCH_LATENCY.counts());
    var found = findings(
        Kind.WATCH_LATENCY,
        Composite.of(counts, Tally.CANARY, LimitGate.above(slo.q())).logE(),
        -Math.log(Alphas.watch(settings)),
        new Unit.Longer(slo.limit()),
        NOTHING,
        canary(counts.total(), Tally.CANARY));
    double allowed = BigDecimal.ONE.subtract(slo.q()).doubleValue();
    return answer(
        found, Alarm.WATCH_LATENCY, settings.modes().latency(), HarmCause.TOO_SLOW, allowed);
  }

  private Answer change(long averageRunLength) {
    double slow = seen(Series.WATCH_SLOW);
    double failed = seen(Series.WATCH_FAILED);
    boolean isSlow = slow > failed;
    var detector = isSlow ? Series.WATCH_SLOW : Series.WATCH_FAILED;
    var calls = evidence.numbers(detector.calls()).total();
    var found = findings(
        Kind.WATCH_CHANGE,
        Math.log(Math.max(1, Math.max(slow, failed))),
        Math.log(ChangeGate.threshold((double) averageRunLength)),
        isSlow ? new Unit.Slow() : new Unit.Errors(),
        NOTHING,
        canary(calls, 0));
    return answer(
        found,
        Alarm.WATCH_CHANGE,
        Mode.DRY_RUN,
        isSlow ? HarmCause.SLOW_MORE_OFTEN : HarmCause.FAILS_MORE_OFTEN,
        0);
  }

  /** The most that a detector has seen; it stands behind the values of its bets. */
  private double seen(Series detector) {
    var state = evidence.numbers(detector).total();
    return state[state.length - 1];
  }

  private Answer answer(Findings found, Alarm alarm, Mode mode, HarmCause cause, double bound) {
    return evidence.alarmed(alarm)
        ? Answer.harm(found, Answer.consequence(mode), evidence.alarmedMillis(alarm), cause, bound)
        : Answer.of(found, mode, List.of());
  }

  private static Rate canary(double[] numbers, int place) {
    return Rate.of(numbers[place], numbers[place + 1]);
  }

  private static Findings findings(
      Kind kind, double logE, double logThreshold, Unit unit, Rate stable, Rate canary) {
    return new Findings(
        GateId.of(kind),
        logE,
        logThreshold,
        OptionalDouble.empty(),
        0,
        unit,
        stable,
        canary,
        Optional.empty(),
        List.of());
  }
}
