package dev.serin.gate;

import dev.serin.gate.GateSettings.Mode;
import dev.serin.gate.GateSettings.Slo;
import dev.serin.gate.Gates.Answer;
import dev.serin.stats.BinomialBets;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the evidence says about a canary that has become stable. */
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
    evidence.marked(ChangeGate.ALARM).ifPresent(calls -> answers.add(change(calls)));
    return answers;
  }

  private Answer errors() {
    double limit = settings.errors().slo();
    var before = evidence.numbers(ErrorGate.ALL, Tally.WIDTH).total();
    var counts = evidence.numbers(WatchGates.ERRORS, Tally.WIDTH);
    var found = findings(
        WatchGates.ERRORS,
        Composite.of(counts, Tally.CANARY, BinomialBets.above(limit)).logE(),
        -Math.log(Alphas.watch(settings)),
        "share of calls with an error",
        Rate.of(before[Tally.STABLE], before[Tally.STABLE + 1]),
        canary(counts.total(), Tally.CANARY));
    return answer(
        found,
        settings.modes().errors(),
        "the canary fails on more than " + ErrorAnswers.percent(limit) + " of its calls");
  }

  private Answer latency(Slo slo) {
    var counts = evidence.numbers(WatchGates.LATENCY, Tally.WIDTH);
    var found = findings(
        WatchGates.LATENCY,
        Composite.of(counts, Tally.CANARY, LimitGate.above(slo.q())).logE(),
        -Math.log(Alphas.watch(settings)),
        "share of calls that take longer than " + slo.limit().toMillis() + " ms",
        NOTHING,
        canary(counts.total(), Tally.CANARY));
    double allowed = BigDecimal.ONE.subtract(slo.q()).doubleValue();
    return answer(
        found,
        settings.modes().latency(),
        "the canary exceeds " + slo.limit().toMillis() + " ms on more than "
            + ErrorAnswers.percent(allowed) + " of its calls");
  }

  private Answer change(long averageRunLength) {
    double slow = seen(ChangeGate.SLOW);
    double failed = seen(ChangeGate.FAILED);
    boolean isSlow = slow > failed;
    var name = isSlow ? ChangeGate.SLOW : ChangeGate.FAILED;
    var calls =
        evidence.numbers(name + ChangeGate.CALLS, ChangeGate.CALLS_WIDTH).total();
    var found = findings(
        ChangeGate.ALARM,
        Math.log(Math.max(1, Math.max(slow, failed))),
        Math.log(ChangeGate.threshold((double) averageRunLength)),
        isSlow ? "share of slow calls" : "share of calls with an error",
        NOTHING,
        canary(calls, 0));
    return answer(
        found,
        Mode.DRY_RUN,
        "calls are " + (isSlow ? "slow" : "failing")
            + " more often than while the canary was compared");
  }

  /** The most that a detector has seen; it stands behind the values of its bets. */
  private double seen(String detector) {
    var rows = evidence.numbers().get(detector);
    if (rows == null) {
      return 0;
    }
    var state = rows.get(0);
    return state[state.length - 1];
  }

  private Answer answer(Findings found, Mode mode, String reason) {
    return evidence.alarmed(found.gate())
        ? Answer.harm(found, Answer.consequence(mode), evidence.alarmedMillis(found.gate()), reason)
        : Answer.of(found, mode, List.of());
  }

  private static Rate canary(double[] numbers, int place) {
    return Rate.of(numbers[place], numbers[place + 1]);
  }

  private static Findings findings(
      String gate, double logE, double logThreshold, String unit, Rate stable, Rate canary) {
    return new Findings(
        gate,
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
