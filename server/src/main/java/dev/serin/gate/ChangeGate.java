package dev.serin.gate;

import dev.serin.gate.Call.Result;
import dev.serin.model.Role;
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
  private static final int DETECTORS = 2;

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
    slow = limit.map(known ->
        new Detector(Series.WATCH_SLOW, BigDecimal.ONE.subtract(known.q).doubleValue()));
    failed = new Detector(Series.WATCH_FAILED, errors(evidence, settings.errors()));
  }

  /** What a detector has to reach, from how many calls may come until a false notice. */
  static double threshold(double averageRunLength) {
    return DETECTORS * averageRunLength;
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
    double possible = Tally.rate(tally, Role.CANARY).interval().high();
    return Math.max(settings.okAbs(), Math.min(possible, settings.slo()));
  }

  private final class Detector {
    private final ChangeDetector detector;
    private final double[] state;
    private final double[] calls;

    Detector(Series series, double share) {
      double each = threshold(averageRunLength);
      state = evidence.numbers(series).at(WatchGates.STEP);
      calls = evidence.numbers(series.calls()).at(WatchGates.STEP);
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
