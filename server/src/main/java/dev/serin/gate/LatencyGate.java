package dev.serin.gate;

import dev.serin.model.Role;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/**
 * Compares how often the canary exceeds a quantile of stable's latency, times what is allowed, with
 * how often stable exceeds it. Confined to one thread.
 */
final class LatencyGate {
  private final Evidence evidence;
  private final GateSettings.Relative settings;
  private final Mark quantile;
  private final Duration floor;
  private final PerStep counts;
  private final OddsGate odds;
  /** The same question the other way round: is stable the slower one? */
  private final Optional<OddsGate> reversed;

  private final QuantileWindow window;
  private long stableLimit;
  private long canaryLimit;

  LatencyGate(Evidence evidence, GateSettings settings, GateSettings.Relative relative) {
    this.evidence = evidence;
    this.settings = relative;
    var alarm = Alarm.latency(relative.q());
    this.quantile = Mark.latency(relative.q());
    this.floor = settings.latency().floor();
    this.counts = evidence.numbers(alarm.counts());
    double alpha = Alphas.latency(settings, relative.share());
    this.odds = new OddsGate(evidence, alarm, 1, Optional.empty(), alpha);
    this.reversed = relative.equals(settings.latency().relative().get(0))
            && settings.latency().slo().isPresent()
        ? Optional.of(new OddsGate(evidence, Alarm.STABLE_SLOWER, 1, Optional.empty(), alpha))
        : Optional.empty();
    this.window = new QuantileWindow(relative.q());
    evidence.marked(quantile).ifPresent(this::resume);
  }

  /** Adds a stable call from before the canary. */
  void before(long nanos) {
    window.before(nanos);
  }

  void begin(Step step, long millis) {
    if (step.number() == 1) {
      window.start();
      limit();
    }
    odds.begin(step, millis);
    reversed.ifPresent(gate -> gate.begin(step, millis));
  }

  private boolean ready() {
    return window.nanos() > 0;
  }

  /** Whether a call counts: it ended by itself, or is slow whatever would have become of it. */
  boolean takes(Call call) {
    return ready() && (call.result() != Call.Result.EXCLUDED || call.latencyNanos() > longest());
  }

  /** Adds a call that counts. */
  void add(int step, Call call, boolean inFirst) {
    long nanos = call.latencyNanos();
    boolean slow = nanos > (call.canary() ? canaryLimit : stableLimit);
    Tally.count(counts.at(step), call.role(), slow);
    odds.add(step, call.timeMillis(), inFirst, call.role(), slow, call.together());
    if (reversed.isPresent()) {
      boolean slower = nanos > stableLimit;
      var role = call.canary() ? Role.STABLE : Role.CANARY;
      reversed.get().add(step, call.timeMillis(), inFirst, role, slower, call.together());
    }
  }

  /**
   * Takes the latency of a stable call into the window; returns whether there is a new quantile,
   * which holds from the next call on.
   */
  boolean observe(Call call) {
    if (!window.add(call.latencyNanos())) {
      return false;
    }
    limit();
    return true;
  }

  void advance(long millis) {
    odds.advance(millis);
    reversed.ifPresent(gate -> gate.advance(millis));
  }

  void close(long millis) {
    odds.close(millis);
    reversed.ifPresent(gate -> gate.close(millis));
  }

  /** The larger limit of the two; a call that takes longer is slow whatever becomes of it. */
  long longest() {
    return Math.max(stableLimit, canaryLimit);
  }

  /** Exact, for a call that takes just as long as it may is not slow. */
  static long times(long nanos, BigDecimal ratio) {
    return ratio
        .multiply(BigDecimal.valueOf(nanos))
        .setScale(0, RoundingMode.FLOOR)
        .longValueExact();
  }

  /** What a call of the canary may take where this is stable's quantile. */
  static long canaryLimit(long nanos, GateSettings.Relative settings, Duration floor) {
    return Math.max(times(nanos, BigDecimal.valueOf(settings.maxRatio())), floor.toNanos());
  }

  private void resume(long nanos) {
    window.resume(nanos);
    limit();
  }

  private void limit() {
    if (ready()) {
      long nanos = window.nanos();
      evidence.mark(quantile, nanos);
      var ratio = BigDecimal.valueOf(settings.maxRatio());
      var least = BigDecimal.valueOf(floor.toNanos());
      stableLimit = Math.max(nanos, least.divide(ratio, 0, RoundingMode.FLOOR).longValueExact());
      canaryLimit = canaryLimit(nanos, settings, floor);
    }
  }
}
