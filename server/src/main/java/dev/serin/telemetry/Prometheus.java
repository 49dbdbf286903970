package dev.serin.telemetry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.serin.control.Control;
import dev.serin.judge.Judge;
import dev.serin.judge.StatisticsClock;
import dev.serin.model.VersionPool;
import dev.serin.serving.InFlightBytes;
import dev.serin.status.Statuses;
import dev.serin.telemetry.Gauges.Rows;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;

/**
 * The content of a scrape: the metrics of calls and labels, and gauges of the present state.
 * Thread-safe.
 */
public final class Prometheus {
  private final SteppedClock clock = new SteppedClock();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock);
  private final Metrics metrics = new Metrics(registry);
  private final RolloutEvents rollouts = new RolloutEvents(registry);
  private final Gauges serving = new Gauges(registry, ServingGauges.NAMES);
  private final Gauges rolling = new Gauges(registry, RolloutGauges.NAMES);

  /**
   * Held while the registry is read, and while series are removed from it. When the last series of
   * a name goes and another one comes, Micrometer has a new collector for that name; a scrape that
   * read both would find the same labels twice, and fail.
   */
  private final Object lock = new Object();

  public Prometheus() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
  }

  /** The listener that counts calls and labels. */
  public Metrics metrics() {
    return metrics;
  }

  /** The listener that logs and counts the transitions of rollouts. */
  public RolloutEvents rollouts() {
    return rollouts;
  }

  /** Shows the bytes of calls in flight. */
  public void watch(InFlightBytes inFlight) {
    Gauge.builder("serin.in.flight", inFlight, InFlightBytes::bytes)
        .baseUnit("bytes")
        .description(
            "The bytes of calls in flight, from the first byte received until the answer is sent.")
        .register(registry);
  }

  /** Shows how many runners are busy with a run past its time limit. */
  public void watchStuckRunners(IntSupplier stuck) {
    Gauge.builder("serin.runners.stuck", stuck, IntSupplier::getAsInt)
        .description("Runners whose run is still running after its time limit.")
        .register(registry);
  }

  /** Shows how many versions ended processes of their own. */
  public <T> void watchCrashes(T counter, ToDoubleFunction<T> crashes) {
    FunctionCounter.builder("serin.version.crashes", counter, crashes)
        .description("Versions that ended their own process, or were ended for what they took.")
        .register(registry);
  }

  /** Shows how many calls and labels the judge dropped. */
  public void watch(Judge judge) {
    FunctionCounter.builder("serin.evidence.dropped", judge, Judge::dropped)
        .description(
            "Calls and labels dropped because they came faster than the gates could take them.")
        .register(registry);
  }

  /** Shows how many revisions the disk refused. */
  public void watch(Control control) {
    FunctionCounter.builder("serin.journal.refusals", control, Control::storageRefusals)
        .description("Revisions that the disk refused.")
        .register(registry);
  }

  /** Shows the difference of the clocks. */
  public void watch(StatisticsClock clock) {
    Gauge.builder("serin.clock.difference", clock, now -> -now.ahead().toMillis() / 1e3)
        .baseUnit("seconds")
        .description("The wall clock minus the statistics clock.")
        .register(registry);
  }

  /** Removes the series of versions that are no longer loaded; to be called about once a second. */
  public void forget(VersionPool pool) {
    synchronized (lock) {
      forgetLocked(pool);
    }
  }

  @GuardedBy("lock")
  private void forgetLocked(VersionPool pool) {
    clock.step();
    metrics.forget(pool);
    rollouts.forget(pool);
  }

  /** Reads the present state, and returns all metrics in the format that the scraper accepts. */
  public String scrape(String accept, Statuses statuses, VersionPool pool) {
    var rows = new Rows();
    for (var name : statuses.models()) {
      statuses.model(name).ifPresent(model -> {
        ServingGauges.read(model, rows);
        RolloutGauges.read(model, rows);
      });
    }
    synchronized (lock) {
      forgetLocked(pool);
      serving.show(rows);
      rolling.show(rows);
      return registry.scrape(accept);
    }
  }
}
