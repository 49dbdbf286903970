package dev.serin.gate;

import dev.serin.model.Role;

import dev.serin.gate.Call.Result;
import dev.serin.stats.ChangeDetector;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Notices when calls become slow, or begin to fail, more often than they did while the canary was
 * compared with stable. Confined to one thread.
 */
final class ChangeGate {
  /*
   * Two detectors, each with twice the average run length. The mean of their two values has an
   * expectation of at most the number of calls while nothing has changed, and is at least the run
   * length as soon as one of the two has reached twice that: together they keep it.
   *
   * A call is slow as it was for the comparison: above the limit on latency or, without one, above
   * what stable's quantile allowed the canary. Errors are held against the upper end of what the
   * comparison leaves possible for the canary, but at least the share that it need not be better
   * than, and at most the limit.
   */

  /** The parts of the alarm's numbers that the two detectors keep. */
  private static final String SLOW = "slow";

  private static final String FAILED = "failed";
  private static final int CALLS_WIDTH = 2;

  private static final int DETECTORS = 2;

  /** The size of a detector depends on neither. */
  private static final double ANY_SHARE = 0.5;

  private static final double ANY_THRESHOLD = 1_000;

  private final Evidence evidence;
  private final double averageRunLength;
  private final Optional<Limit> limit;
  private final Optional<Detector> slow;
  private final Detector failed;

  /** How long a call may take, and for which quantile of the calls that holds. */
  private record Limit(long nanos, BigDecimal q) {}

  ChangeGate(Evidence evidence, GateSettings settings, double averageRunLength) {
    this.evidence = evidence;
    this.averageRunLength = averageRunLength;
    evidence.mark(Mark.RUN_LENGTH, (long) averageRunLength);
    limit = limit(evidence, settings.latency());
    slow =
        limit.map(known -> new Detector(/* slow= */ true, BigDecimal.ONE.subtract(known.q).doubleValue()));
    failed = new Detector(/* slow= */ false, errors(evidence, settings.errors()));
  }

  /** What a detector has to reach, from how many calls may come until a false notice. */
  static double threshold(double averageRunLength) {
    return DETECTORS * averageRunLength;
  }

  /** The calls of a detector, then those that were bad. */
  static Series calls(boolean slow) {
    return Alarm.WATCH_CHANGE.numbers(part(slow) + "/calls", CALLS_WIDTH);
  }

  /** What a detector knows: the values of its bets, and the most that it has seen. */
  static Series state(boolean slow) {
    int width = ChangeDetector.above(ANY_SHARE, ANY_THRESHOLD).state().length;
    return Alarm.WATCH_CHANGE.numbers(part(slow), width);
  }

  private static String part(boolean slow) {
    return slow ? SLOW : FAILED;
  }

  /** Takes note of how long a call took, if it ended by itself or is slow anyway. */
  void time(Call call) {
    if (slow.isPresent()) {
      boolean isSlow = call.latencyNanos() > limit.orElseThrow().nanos;
      if (isSlow || call.result() != Result.EXCLUDED) {
        slow.get().add(isSlow, call.timeMillis());
      }
    }
  }

  /** Takes note of how a call ended. */
  void end(boolean bad, long millis) {
    failed.add(bad, millis);
  }

  /** Notes the detectors in the evidence. */
  void note() {
    slow.ifPresent(Detector::note);
    failed.note();
  }

  private static Optional<Limit> limit(Evidence evidence, GateSettings.Latency settings) {
    if (settings.slo().isPresent()) {
      return settings.slo().map(slo -> new Limit(slo.limit().toNanos(), slo.q()));
    }
    return settings.relative().stream()
        .filter(relative -> evidence.marked(Mark.latency(relative.q())).isPresent())
        .findFirst()
        .map(relative -> new Limit(
            LatencyGate.canaryLimit(
                evidence.marked(Mark.latency(relative.q())).orElseThrow(),
                relative,
                settings.floor()),
            relative.q()));
  }

  private static double errors(Evidence evidence, GateSettings.Errors settings) {
    var tally = evidence.numbers(Series.ERRORS_ALL).total();
    double possible =
        Tally.rate(tally, Role.CANARY).interval().high();
    return Math.max(settings.okAbs(), Math.min(possible, settings.slo()));
  }

  private final class Detector {
    private final ChangeDetector detector;
    private final double[] state;
    private final double[] calls;

    Detector(boolean slow, double share) {
      double each = threshold(averageRunLength);
      state = evidence.numbers(state(slow)).at(WatchGates.STEP);
      calls = evidence.numbers(calls(slow)).at(WatchGates.STEP);
      detector = ChangeDetector.restored(share, each, state);
    }

    void add(boolean bad, long millis) {
      detector.add(bad);
      calls[0]++;
      calls[1] += bad ? 1 : 0;
      if (detector.alarmed()) {
        evidence.alarm(Alarm.WATCH_CHANGE, millis);
      }
    }

    void note() {
      System.arraycopy(detector.state(), 0, state, 0, state.length);
    }
  }
}
