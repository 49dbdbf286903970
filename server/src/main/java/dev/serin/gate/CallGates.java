package dev.serin.gate;

import dev.serin.gate.Call.Result;
import dev.serin.gate.GateSettings.Slo;
import dev.serin.gate.Trial.Phase;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The gates that need no labels: errors, latency and calls given up. Confined to one thread. */
final class CallGates {
  /** How many calls a canary gets in each step before its latency counts. */
  static final int WARM_UP = 50;

  static final BigDecimal SERVICE_Q = new BigDecimal("0.95");

  private final Evidence evidence;
  private final GateSettings settings;
  private final PerStep calls;
  private final PerStep capped;
  private final ErrorGate errors;
  private final List<LatencyGate> latencies;
  private final Optional<FrequencyGate> abandoned;
  private final Optional<LimitGate> latencySlo;
  private final Optional<ServiceGate> serviceSlo;
  private final QuantileWindow before = new QuantileWindow(SERVICE_Q);
  private @Nullable ServiceGate serviceStable;
  private long lastMillis;
  private long lastCanaryMillis;

  CallGates(Evidence evidence, GateSettings settings) {
    this.evidence = evidence;
    this.settings = settings;
    calls = evidence.numbers(Series.CALLS);
    capped = evidence.numbers(Series.CAPPED);
    errors = new ErrorGate(evidence, settings, Phase.SPLIT);
    latencies = settings.latency().relative().stream()
        .map(relative -> new LatencyGate(evidence, settings, relative))
        .toList();
    abandoned = settings
        .abandoned()
        .map(when -> new FrequencyGate(evidence, Frequency.abandoned(settings, when)));
    latencySlo = settings
        .latency()
        .slo()
        .map(slo -> new LimitGate(
            evidence,
            Alarm.LATENCY_SLO,
            slo.q(),
            slo.limit().toNanos(),
            Alphas.latency(settings, slo.share())));
    serviceSlo = settings
        .service()
        .slo()
        .map(slo ->
            new ServiceGate(evidence, Alarm.SERVICE_SLO, slo.q(), slo.limit().toNanos()));
    evidence.marked(Mark.SERVICE_STABLE).ifPresent(this::watchStable);
  }

  void before(long nanos) {
    before.before(nanos);
    latencies.forEach(gate -> gate.before(nanos));
  }

  void begin(Step step, long millis) {
    if (step.number() == 1) {
      before.start();
      if (before.nanos() > 0) {
        evidence.mark(Mark.SERVICE_STABLE, before.nanos());
        watchStable(before.nanos());
      }
    }
    beginAll(step, millis);
  }

  /** Goes on in a step. */
  void resume(Step step) {
    beginAll(step, step.startMillis());
  }

  private void beginAll(Step step, long millis) {
    errors.begin(step, millis);
    abandoned.ifPresent(gate -> gate.begin(step, millis));
    latencies.forEach(gate -> gate.begin(step, millis));
  }

  /** Adds a call in order of arrival; one that is pending has no errors yet. */
  void call(int step, Call call, CallWindow window) {
    boolean warm = arrived(step, call);
    service(step, call);
    if (warm) {
      latencySlo(step, call);
      latency(step, call, window);
    }
    if (!call.canary() && call.result() != Result.EXCLUDED) {
      observe(call);
    }
    if (call.result() != Result.PENDING) {
      errors(step, call, window, call.timeMillis());
    }
    if (call.settled()) {
      settled(step, call, window, call.timeMillis());
    }
  }

  /** Adds that the caller of a call that was pending gave it up, or waited for its end. */
  void settled(int step, Call call, CallWindow window, long millis) {
    if (abandoned.isPresent() && admits(call, window, CallWindow.ABANDONED)) {
      abandoned.get().add(step, call, call.abandoned(), window.first, millis);
    }
  }

  /** Adds the end of a call that was pending. */
  void ended(int step, Call call, CallWindow window, long millis) {
    errors(step, call, window, millis);
  }

  /** Notes in the evidence when the last call came. */
  void note() {
    if (lastMillis > 0) {
      evidence.mark(Mark.LAST_CALL, lastMillis);
    }
    if (lastCanaryMillis > 0) {
      evidence.mark(Mark.LAST_CANARY_CALL, lastCanaryMillis);
    }
  }

  void advance(long millis) {
    errors.advance(millis);
    abandoned.ifPresent(gate -> gate.advance(millis));
    latencies.forEach(gate -> gate.advance(millis));
  }

  /** Closes what is open, for a new window of the cap begins. */
  void close(long millis) {
    errors.close(millis);
    abandoned.ifPresent(gate -> gate.close(millis));
    latencies.forEach(gate -> gate.close(millis));
  }

  /** A call that has run for longer than this is slow for every gate; empty if none has a limit. */
  OptionalLong slowNanos() {
    long longest = latencies.stream().mapToLong(LatencyGate::longest).max().orElse(0);
    longest = Math.max(longest, limitNanos(settings.latency().slo()));
    longest = Math.max(longest, limitNanos(settings.service().slo()));
    longest = Math.max(longest, serviceStable == null ? 0 : serviceStable.nanos());
    return longest == 0 ? OptionalLong.empty() : OptionalLong.of(longest);
  }

  /** Counts the call; returns whether the canary is warm. */
  private boolean arrived(int step, Call call) {
    var row = calls.at(step);
    boolean warm = row[0] >= WARM_UP;
    row[Tally.index(call.role())]++;
    lastMillis = call.timeMillis();
    if (call.canary()) {
      lastCanaryMillis = call.timeMillis();
    }
    return warm;
  }

  private void errors(int step, Call call, CallWindow window, long millis) {
    if (call.result() != Result.EXCLUDED) {
      errors.watch(step, call, millis);
      var row = capped.at(step);
      row[1]++;
      if (admits(call, window, CallWindow.ERRORS)) {
        errors.compare(step, call, window.first, millis);
      } else {
        row[0]++;
      }
    }
  }

  /** What was counted by one quantile is not mixed with what is counted by the next. */
  private void observe(Call call) {
    boolean renewed = false;
    for (var gate : latencies) {
      renewed |= gate.observe(call);
    }
    if (renewed) {
      latencies.forEach(gate -> gate.close(call.timeMillis()));
    }
  }

  /** All quantiles share one counter; a call that counts for none of them leaves it alone. */
  private void latency(int step, Call call, CallWindow window) {
    boolean counts = false;
    for (var gate : latencies) {
      counts |= gate.takes(call);
    }
    if (counts && admits(call, window, CallWindow.LATENCY)) {
      for (var gate : latencies) {
        if (gate.takes(call)) {
          gate.add(step, call, window.first);
        }
      }
    }
  }

  private void latencySlo(int step, Call call) {
    if (call.canary() && latencySlo.isPresent()) {
      latencySlo.get().add(step, call);
    }
  }

  private void service(int step, Call call) {
    if (serviceSlo.isPresent()) {
      serviceSlo.get().add(step, call);
    }
    if (!call.canary() && serviceStable != null) {
      serviceStable.add(step, call);
    }
  }

  private boolean admits(Call call, CallWindow window, int use) {
    return window.admits(call.user(), use, settings.cap().observations());
  }

  private void watchStable(long nanos) {
    serviceStable =
        new ServiceGate(evidence, Alarm.SERVICE_STABLE, SERVICE_Q, stableLimit(settings, nanos));
  }

  /**
   * Returns above what a call of stable is slow, by its quantile before the canary; a call that the
   * latency's floor lets pass is not.
   */
  static long stableLimit(GateSettings settings, long nanos) {
    var ratio = BigDecimal.valueOf(settings.service().stableSlowdownRatio());
    return Math.max(settings.latency().floor().toNanos(), LatencyGate.times(nanos, ratio));
  }

  private static long limitNanos(Optional<Slo> slo) {
    return slo.map(limit -> limit.limit().toNanos()).orElse(0L);
  }
}
