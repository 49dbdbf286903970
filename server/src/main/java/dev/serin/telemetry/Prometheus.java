package dev.serin.telemetry;

import dev.serin.control.Control;
import dev.serin.control.ModelState;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.serving.Runners;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.Locale;

/**
 * What a scrape returns: the metrics of calls and labels, and gauges of what is in force now.
 * Thread-safe.
 */
public final class Prometheus {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Metrics metrics = new Metrics(registry);
  private final MultiGauge shares = gauge("serin.split.share", "The share a version is set to.");
  private final MultiGauge revisions = gauge("serin.revision", "The revision in force.");
  private final MultiGauge models = gauge("serin.model.state", "1 for the state a model is in.");
  private final MultiGauge versions =
      gauge("serin.version.state", "1 for the state a version is in.");

  public Prometheus() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
  }

  /** The listener that counts calls and labels. */
  public Metrics metrics() {
    return metrics;
  }

  /** Shows how full the runners are. */
  public void watch(Runners runners) {
    Gauge.builder("serin.in.flight", runners, Runners::inFlightBytes)
        .baseUnit("bytes")
        .description("The bytes of calls being served.")
        .register(registry);
  }

  /** Reads what is in force now, and returns all metrics in the format that the scraper accepts. */
  public String scrape(String accept, Control control, VersionPool pool) {
    var shareRows = new ArrayList<Row<?>>();
    var revisionRows = new ArrayList<Row<?>>();
    var modelRows = new ArrayList<Row<?>>();
    var versionRows = new ArrayList<Row<?>>();
    for (var model : pool.models().entrySet()) {
      var name = Tags.of("model", model.getKey());
      var state = control.state(model.getKey());
      for (var each : ModelState.values()) {
        modelRows.add(Row.of(name.and("state", lower(each)), each == state ? 1 : 0));
      }
      model.getValue().forEach((version, status) -> {
        var tags = name.and("version", Long.toString(version));
        for (var each : VersionStatus.State.values()) {
          versionRows.add(Row.of(tags.and("state", lower(each)), each == status.state() ? 1 : 0));
        }
      });
      control.revision(model.getKey()).ifPresent(revision -> {
        revisionRows.add(Row.of(name, revision.number()));
        revision
            .split()
            .shares()
            .forEach(share -> shareRows.add(Row.of(
                name.and("version", Long.toString(share.version())),
                share.share().value())));
      });
    }
    shares.register(shareRows, true);
    revisions.register(revisionRows, true);
    models.register(modelRows, true);
    versions.register(versionRows, true);
    return registry.scrape(accept);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private MultiGauge gauge(String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }
}
