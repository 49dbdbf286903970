package dev.serin.gate;

import dev.serin.gate.Call.Result;
import dev.serin.gate.Trial.Phase;
import dev.serin.model.Role;
import dev.serin.stats.BinomialBets;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Watches the calls of a canary that has become stable: with nothing left to compare them with,
 * they are held against fixed limits, and against what the comparison knew. Confined to one thread.
 */
final class WatchGates {
  /** What is not kept by windows is all in one step. */
  static final int STEP = 1;

  /*
   * Each minute of a watch is a step of its own for the two limits: the half of E that starts over
   * with each finds at once what goes wrong after hours that were good, which all calls together
   * would outvote. Later minutes than the last window count in that one.
   */
  private static final long WINDOW_MILLIS = 60_000;

  private static final int WINDOWS = 1_000;

  private final Evidence evidence;
  private final PerStep calls;
  private final PerStep counts;
  private final RateGate errors;
  private final Optional<LimitGate> latency;
  private final Optional<ChangeGate> change;
  private long lastMillis;

  /**
   * Continues a watch, or begins it.
   *
   * @param averageRunLength after how many calls a false notice of a change may come; empty:
   *     changes are not looked for
   */
  WatchGates(Evidence evidence, GateSettings settings, OptionalDouble averageRunLength) {
    this.evidence = evidence;
    calls = evidence.numbers(Series.WATCH_CALLS);
    counts = evidence.numbers(Alarm.WATCH_ERRORS.counts());
    double alpha = Alphas.watch(settings);
    var bets = BinomialBets.above(settings.errors().slo());
    errors = new RateGate(evidence, Alarm.WATCH_ERRORS, counts, Tally.CANARY, bets, alpha);
    latency = settings
        .latency()
        .slo()
        .map(slo ->
            new LimitGate(evidence, Alarm.WATCH_LATENCY, slo.q(), slo.limit().toNanos(), alpha));
    change = averageRunLength.isPresent()
        ? Optional.of(new ChangeGate(evidence, settings, averageRunLength.getAsDouble()))
        : Optional.empty();
  }

  /** Adds a call in order of arrival; one that is pending has no errors yet. */
  void call(Call call) {
    calls.at(STEP)[0]++;
    lastMillis = call.timeMillis();
    latency.ifPresent(gate -> gate.add(window(call), call));
    change.ifPresent(gate -> gate.time(call));
    if (call.result() != Result.PENDING) {
      ended(call, call.timeMillis());
    }
  }

  /** Adds the end of a call, if it was pending. */
  void ended(Call call, long millis) {
    if (call.result() == Result.EXCLUDED) {
      return;
    }
    boolean bad = call.result() == Result.BAD;
    Tally.count(counts.at(window(call)), Role.CANARY, bad);
    if (bad) {
      errors.check(window(call), millis);
    }
    change.ifPresent(gate -> gate.end(bad, millis));
  }

  /** The window in which a call came, from 1. */
  private int window(Call call) {
    long start =
        PhaseMarks.start(evidence, Phase.WATCH).map(Step::startMillis).orElse(call.timeMillis());
    long window = 1 + Math.max(0, call.timeMillis() - start) / WINDOW_MILLIS;
    return (int) Math.min(window, WINDOWS);
  }

  /** Notes in the evidence what is kept elsewhere until then. */
  void note() {
    if (lastMillis > 0) {
      PhaseMarks.called(evidence, Phase.WATCH, lastMillis);
    }
    change.ifPresent(ChangeGate::note);
  }
}
