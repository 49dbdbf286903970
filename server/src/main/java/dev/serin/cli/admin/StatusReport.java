package dev.serin.cli.admin;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Console.Style;
import dev.serin.cli.console.Figures;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.Revisions;
import dev.serin.cli.console.Table;
import dev.serin.client.Model;
import dev.serin.client.Model.VersionState;
import dev.serin.client.ModelStatus;
import dev.serin.client.ModelStatus.Latency;
import dev.serin.client.ModelStatus.Quality;
import dev.serin.client.ModelStatus.Version;
import dev.serin.client.Rollout;
import dev.serin.client.SplitRevision;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** The status of a model, as JSON or as text. */
public final class StatusReport {
  private static final String NONE = "-";
  private static final double PERCENT = 100;
  private static final double MILLIS_PER_SECOND = 1000;

  private StatusReport() {}

  /** Returns all fields. */
  public static Map<String, Object> object(ModelStatus status) {
    var object = ModelsVerb.object(status.model());
    object.put("loaded", object.remove("versions"));
    object.putAll(Json.object(
        "split", status.revision().map(Revisions::object),
        "since", status.since(),
        "windowSeconds", status.window().toMillis() / MILLIS_PER_SECOND,
        "versions", status.versions().stream().map(StatusReport::object).toList(),
        "comparisons", status.comparisons().stream().map(ComparisonJson::object).toList(),
        "notes", status.notes().stream().distinct().toList()));
    return object;
  }

  public static Map<String, Object> object(Version version) {
    return Json.object(
        "version", version.number(),
        "role", version.role(),
        "shareSet", version.shareSet(),
        "shareReal", version.shareReal(),
        "revisionCalls", version.revisionCalls(),
        "calls", version.calls(),
        "errors", version.errors(),
        "callerErrors", version.callerErrors(),
        "endToEnd", object(version.endToEnd()),
        "queue", object(version.queue()),
        "inference", object(version.inference()),
        "batchRows", version.batchRows(),
        "quality", object(version.quality()));
  }

  private static Map<String, Object> object(Latency latency) {
    return Json.object(
        "count", latency.count(),
        "p50Ms", latency.p50Millis(),
        "p95Ms", latency.p95Millis(),
        "p99Ms", latency.p99Millis(),
        "maxMs", latency.maxMillis());
  }

  private static Map<String, Object> object(Quality quality) {
    return Json.object(
        "metric", quality.metric(),
        "labels", quality.labels(),
        "coverage", quality.coverage(),
        "medianLagSeconds", quality.medianLag().toMillis() / MILLIS_PER_SECOND,
        "mean", quality.mean(),
        "low", quality.low(),
        "high", quality.high());
  }

  /** Prints the split, the versions by role, the comparisons and the notes. */
  static void print(Console console, ModelStatus status, Optional<Rollout> rollout) {
    console.print(console.styled(Style.BOLD, status.model().name()) + " is "
        + status.model().state() + status.revision().map(StatusReport::cause).orElse(""));
    console.print("counts since " + status.since() + ", latencies over the last "
        + status.window().toSeconds() + " s");
    console.print("");
    table(status).print(console);
    console.print("");
    for (var version : status.model().versions()) {
      version.batching().ifPresent(batching -> printBatches(console, version.number(), batching));
    }
    if (status.model().versions().stream()
        .anyMatch(version -> version.batching().isPresent())) {
      console.print("");
    }
    status
        .comparisons()
        .forEach(comparison -> Comparisons.print(console, comparison, status.revision(), rollout));
    status.versions().forEach(version -> printErrors(console, version));
    notes(status).forEach(note -> console.print(console.styled(Style.YELLOW, "note: ") + note));
  }

  /** Notes on versions that are not ready, and those of the gateway, without duplicates. */
  private static Set<String> notes(ModelStatus status) {
    var notes = new LinkedHashSet<String>();
    for (var version : status.model().versions()) {
      var reason = version.reason().isEmpty() ? "" : ": " + version.reason();
      // Notes on versions that are ready come from the gateway.
      if (version.state() != VersionState.READY) {
        notes.add("version " + version.number() + " is " + version.state() + reason);
      }
    }
    notes.addAll(status.notes());
    return notes;
  }

  private static String cause(SplitRevision revision) {
    return ", revision " + revision.revision() + " by " + revision.author() + " at "
        + revision.time() + (revision.reason().isEmpty() ? "" : ": " + revision.reason());
  }

  private static Table table(ModelStatus status) {
    var table = new Table(
        "VERSION",
        "ROLE",
        "SET",
        "REAL",
        "CALLS",
        "ERRORS",
        "CALLER ERRORS",
        "P50 MS",
        "P95 MS",
        "P99 MS",
        "BATCH",
        "LABELS",
        "COVERAGE",
        "QUALITY");
    boolean meaningful = Figures.sharesMeaningful(status.versions());
    for (var version : status.versions()) {
      var latency = version.endToEnd();
      table.add(
          Long.toString(version.number()),
          version.role().name().toLowerCase(Locale.ROOT),
          version.shareSet(),
          meaningful ? format("%.4f", version.shareReal()) : NONE,
          Long.toString(version.calls()),
          Long.toString(sum(version.errors())),
          Long.toString(sum(version.callerErrors())),
          millis(latency, latency.p50Millis()),
          millis(latency, latency.p95Millis()),
          millis(latency, latency.p99Millis()),
          version.batchRows() == 0 ? NONE : format("%.1f", version.batchRows()),
          Long.toString(version.quality().labels()),
          version.calls() == 0
              ? NONE
              : format("%.1f %%", PERCENT * version.quality().coverage()),
          quality(version.quality()));
    }
    return table;
  }

  private static String millis(Latency latency, double value) {
    return latency.count() == 0 ? NONE : format("%.2f", value);
  }

  private static String quality(Quality quality) {
    if (quality.metric().isEmpty() || quality.mean().isEmpty()) {
      return quality.metric().isEmpty() ? NONE : quality.metric() + " " + NONE;
    }
    var mean = quality.metric() + format(" %.4f", quality.mean().getAsDouble());
    return quality.low().isEmpty() || quality.high().isEmpty()
        ? mean
        : mean
            + format(
                " [%.4f, %.4f]", quality.low().getAsDouble(), quality.high().getAsDouble());
  }

  private static void printBatches(Console console, long version, Model.Batching batching) {
    var limit = batching.off().isEmpty()
        ? "up to " + batching.maxRows() + (batching.maxRows() == 1 ? " row" : " rows") + " a run"
        : "no batches: " + batching.off();
    var compute = batching
        .compute()
        .map(found -> format(
            "; %.1f us of processor time a row, stable %.1f us, in runs of at most %d rows",
            found.microsPerRow(), found.stableMicrosPerRow(), found.rows()))
        .orElse("");
    console.print("version " + version + ": " + limit + compute);
  }

  private static void printErrors(Console console, Version version) {
    printErrors(console, version, "errors", version.errors());
    printErrors(console, version, "caller errors", version.callerErrors());
  }

  private static void printErrors(
      Console console, Version version, String kind, SortedMap<String, Long> errors) {
    if (!errors.isEmpty()) {
      var counts = errors.entrySet().stream()
          .map(error -> error.getKey() + " " + error.getValue())
          .collect(Collectors.joining(", "));
      console.print(kind + " of version " + version.number() + ", "
          + version.role().name().toLowerCase(Locale.ROOT) + ": " + counts);
    }
  }

  private static long sum(SortedMap<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
