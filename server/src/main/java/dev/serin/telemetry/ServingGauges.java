package dev.serin.telemetry;

import dev.serin.control.ModelState;
import dev.serin.control.Revision;
import dev.serin.model.VersionStatus;
import dev.serin.status.ModelStatus;
import dev.serin.status.VersionReport;
import dev.serin.telemetry.Gauges.Rows;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The gauges of models, versions, splits and the quality of each version. Thread-safe. */
final class ServingGauges {
  static final Map<String, String> NAMES = Map.of(
      "serin.split.share", "The share a version is set to.",
      "serin.revision", "The revision in force.",
      "serin.model.state", "1 for the state a model is in.",
      "serin.version.state", "1 for the state a version is in.",
      "serin.quality", "The mean of the labels since the start, in the unit of the metric.",
      "serin.quality.low", "The lower end of an interval that holds the true mean with 95 %.",
      "serin.quality.high", "The upper end of an interval that holds the true mean with 95 %.",
      "serin.label.coverage", "The labels per predicted row since the start, from 0 to 1.");

  private ServingGauges() {}

  static void read(ModelStatus status, Rows rows) {
    var model = status.model();
    var name = Tags.of("model", model.name());
    for (var each : ModelState.values()) {
      rows.add("serin.model.state", name.and("state", lower(each)), each == model.state() ? 1 : 0);
    }
    var loaded = model.versions().stream()
        .filter(VersionStatus::callable)
        .map(version -> version.id().version())
        .collect(Collectors.toSet());
    model.versions().forEach(version -> {
      var tags = name.and("version", Long.toString(version.id().version()));
      for (var each : VersionStatus.State.values()) {
        int value = each == version.state() ? 1 : 0;
        rows.add("serin.version.state", tags.and("state", lower(each)), value);
      }
    });
    status.revision().ifPresent(revision -> shares(name, revision, rows));
    status.reports().stream()
        .filter(report -> report.latencies().isPresent() && loaded.contains(report.version()))
        .forEach(report -> quality(name, report, rows));
  }

  private static void shares(Tags name, Revision revision, Rows rows) {
    rows.add("serin.revision", name, revision.number());
    for (var share : revision.split().shares()) {
      var tags = name.and("version", Long.toString(share.version()));
      rows.add("serin.split.share", tags, share.share().value());
    }
  }

  private static void quality(Tags name, VersionReport report, Rows rows) {
    var tags = name.and("version", Long.toString(report.version()), "role", lower(report.role()));
    report.quality().ifPresent(quality -> {
      var measured = tags.and("metric", quality.metric());
      rows.add("serin.quality", measured, quality.mean());
      rows.add("serin.quality.low", measured, quality.low());
      rows.add("serin.quality.high", measured, quality.high());
      rows.add("serin.label.coverage", tags, quality.coverage());
    });
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
