package dev.serin.telemetry;

import dev.serin.feedback.FeedbackResult;
import dev.serin.feedback.Outcome;
import dev.serin.feedback.OutcomeSink;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.serving.CallListener;
import dev.serin.serving.CallRecord;
import dev.serin.serving.CallStatus;
import dev.serin.serving.Fault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts calls and labels for Prometheus. Every tag has a closed set of values: none contains a
 * caller's text.
 *
 * <p>Thread-safe.
 */
public final class Metrics implements CallListener, OutcomeSink {
  private static final Duration[] BUCKETS = Stream.of(
          100,
          250,
          500,
          1_000,
          2_500,
          5_000,
          10_000,
          25_000,
          50_000,
          100_000,
          250_000,
          500_000,
          1_000_000,
          2_500_000,
          5_000_000,
          10_000_000,
          25_000_000,
          60_000_000)
      .map(micros -> Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(micros)))
      .toArray(Duration[]::new);

  /** The bounds of the label ages that the gates compare, and some more, in seconds. */
  private static final Duration[] LAGS = LongStream.of(
          1, 10, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 21_600, 86_400)
      .mapToObj(Duration::ofSeconds)
      .toArray(Duration[]::new);

  /** Stands for the name of an unknown model. */
  private static final String UNKNOWN = "unknown";

  /** A version of 0 stands for none. */
  private record CallKey(
      String model, long version, @Nullable Role role) {
    // Spelled out, as those of VersionId are.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof CallKey key
          && version == key.version
          && role == key.role
          && model.equals(key.model);
    }

    @Override
    public int hashCode() {
      int hash = 31 * model.hashCode() + Long.hashCode(version);
      return 31 * hash + (role == null ? -1 : role.hashCode());
    }
  }

  private record ResultKey(CallKey call, CallStatus status, Fault fault) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ResultKey key
          && status == key.status
          && fault == key.fault
          && call.equals(key.call);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * call.hashCode() + status.hashCode()) + fault.hashCode();
    }
  }

  private record LabelKey(String model, FeedbackResult result) {}

  private record Timers(Timer endToEnd, Timer queue, Timer inference, DistributionSummary batch) {
    List<Meter> all() {
      return List.of(endToEnd, queue, inference, batch);
    }
  }

  private record Outcomes(DistributionSummary loss, Timer lag) {
    List<Meter> all() {
      return List.of(loss, lag);
    }
  }

  private final MeterRegistry registry;
  private final Meters<ResultKey, Counter> calls;
  private final Meters<CallKey, Timers> timers;
  private final Meters<CallKey, Outcomes> outcomes;
  private final Meters<VersionId, Counter> fallbacks;
  private final Meters<LabelKey, Counter> labels;

  Metrics(MeterRegistry registry) {
    this.registry = registry;
    calls = new Meters<>(registry, this::counter, List::of);
    timers = new Meters<>(registry, this::timers, Timers::all);
    outcomes = new Meters<>(registry, this::outcomes, Outcomes::all);
    fallbacks = new Meters<>(registry, this::counter, List::of);
    labels = new Meters<>(registry, this::counter, List::of);
  }

  /** Removes the series of versions that are not loaded, and of models that are gone. */
  void forget(VersionPool pool) {
    calls.forget(key -> isGone(key.call(), pool));
    timers.forget(key -> isGone(key, pool));
    outcomes.forget(key -> isGone(key, pool));
    fallbacks.forget(canary -> !pool.isLoaded(canary));
    labels.forget(key -> isGone(key.model(), pool));
  }

  private static boolean isGone(CallKey key, VersionPool pool) {
    return key.version() == 0
        ? isGone(key.model(), pool)
        : !pool.isLoaded(new VersionId(key.model(), key.version()));
  }

  private static boolean isGone(String model, VersionPool pool) {
    return !model.equals(UNKNOWN) && pool.versions(model).isEmpty();
  }

  @Override
  public void finished(CallRecord call) {
    var key = key(call);
    calls.of(new ResultKey(key, call.status(), call.fault())).increment();
    if (call.status() == CallStatus.OK) {
      var timing = call.timing();
      var timer = timers.of(key);
      timer.endToEnd().record(timing.endToEndNanos(), TimeUnit.NANOSECONDS);
      timer.queue().record(timing.queueNanos(), TimeUnit.NANOSECONDS);
      timer.inference().record(timing.inferenceNanos(), TimeUnit.NANOSECONDS);
      timer.batch().record((double) timing.batchRows());
    }
    if (call.fallbackFrom().isPresent()) {
      fallbacks.of(new VersionId(call.model(), call.fallbackFrom().getAsLong())).increment();
    }
  }

  /** Counts a label, unless it is about a call that stable answered for a canary. */
  @Override
  public void accept(Outcome outcome) {
    if (outcome.fallback()) {
      return;
    }
    var version = outcome.version();
    var key = new CallKey(version.model(), version.version(), outcome.role());
    var meters = outcomes.of(key);
    long lagMillis = Math.max(0, outcome.labelMillis() - outcome.predictionMillis());
    meters.loss().record(outcome.loss());
    meters.lag().record(lagMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void answered(String model, FeedbackResult result) {
    var key = new LabelKey(model.isEmpty() ? UNKNOWN : model, result);
    labels.of(key).increment();
  }

  private static CallKey key(CallRecord call) {
    if (call.served().isPresent()) {
      var served = call.served().get();
      return new CallKey(call.model(), served.version(), served.role());
    }
    // Only an existing model can be unavailable; any other name comes from the caller.
    boolean known = call.status() == CallStatus.UNAVAILABLE;
    return new CallKey(known ? call.model() : UNKNOWN, 0, null);
  }

  private static Tags tags(CallKey key) {
    return Tags.of(
        "model", key.model(),
        "version", key.version() == 0 ? "" : Long.toString(key.version()),
        "role", key.role() == null ? "" : key.role().name().toLowerCase(Locale.ROOT));
  }

  private Counter counter(ResultKey key) {
    return Counter.builder("serin.calls")
        .description("Finished calls by how they ended and whose fault it was.")
        .tags(tags(key.call()).and("code", key.status().name()))
        .tag("fault", key.fault().name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Counter counter(VersionId canary) {
    return Counter.builder("serin.fallbacks")
        .description("Calls that failed in a canary and were answered by stable.")
        .tag("model", canary.model())
        .tag("version", Long.toString(canary.version()))
        .register(registry);
  }

  private Counter counter(LabelKey key) {
    return Counter.builder("serin.labels")
        .description("Labels by result.")
        .tag("model", key.model())
        .tag("result", key.result().name())
        .register(registry);
  }

  private Timers timers(CallKey key) {
    return new Timers(
        timer("serin.call.duration", "Answered calls, from arrival to answer.", key),
        timer("serin.queue.duration", "Answered calls, waiting for a runner.", key),
        timer("serin.inference.duration", "Answered calls, running the model.", key),
        DistributionSummary.builder("serin.batch.rows")
            .description("Answered calls, rows of all calls that shared the run.")
            .tags(tags(key))
            .register(registry));
  }

  private Timer timer(String name, String description, CallKey key) {
    return Timer.builder(name)
        .description(description)
        .tags(tags(key))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private Outcomes outcomes(CallKey key) {
    var loss = DistributionSummary.builder("serin.outcome.loss")
        .description("Losses of labelled predictions, from 0 to 1.")
        .tags(tags(key))
        .register(registry);
    var lag = Timer.builder("serin.label.lag")
        .description("Time from prediction to label.")
        .tags(tags(key))
        .serviceLevelObjectives(LAGS)
        .register(registry);
    return new Outcomes(loss, lag);
  }
}
