package dev.serin.rpc.admin;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.serin.control.Revision;
import dev.serin.feedback.quality.QualitySettings;
import dev.serin.model.Role;
import dev.serin.rpc.Roles;
import dev.serin.split.VersionShare;
import dev.serin.telemetry.Latency;
import dev.serin.telemetry.Quality;
import dev.serin.telemetry.StatusBooks;
import dev.serin.telemetry.VersionReport;
import dev.serin.v1.VersionStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the status says about the versions of a model. Thread-safe. */
public final class VersionReports {
  private final StatusBooks books;
  private final Function<String, Optional<QualitySettings>> quality;

  /** Reads the books; the function tells how a model's quality is measured now. */
  public VersionReports(StatusBooks books, Function<String, Optional<QualitySettings>> quality) {
    this.books = books;
    this.quality = quality;
  }

  /** When all numbers began. */
  Timestamp since() {
    return Timestamps.fromMillis(books.startMillis());
  }

  /** Returns the versions that have been called, and those with a share that have not. */
  List<VersionStatus> of(Revision revision) {
    var settings = quality.apply(revision.model());
    var reports = books.reports(revision.model(), revision.number(), settings);
    var messages = new ArrayList<VersionStatus>();
    for (var share : revision.split().shares()) {
      var role = share.version() == revision.stable() ? Role.STABLE : Role.CANARY;
      if (reports.stream()
          .noneMatch(report -> report.version() == share.version() && report.role() == role)) {
        messages.add(uncalled(share, role, settings));
      }
    }
    reports.forEach(report -> messages.add(message(report, revision)));
    messages.sort(
        Comparator.comparingLong(VersionStatus::getVersion).thenComparing(VersionStatus::getRole));
    return messages;
  }

  private static VersionStatus uncalled(
      VersionShare share, Role role, Optional<QualitySettings> settings) {
    var message = VersionStatus.newBuilder()
        .setVersion(share.version())
        .setRole(Roles.message(role))
        .setShareSet(share.share().toString());
    settings.ifPresent(
        quality -> message.getQualityBuilder().setMetric(quality.metric().configName()));
    return message.build();
  }

  private static VersionStatus message(VersionReport report, Revision revision) {
    boolean current = report.role() != Role.PINNED
        && (report.version() == revision.stable()) == (report.role() == Role.STABLE);
    var message = VersionStatus.newBuilder()
        .setVersion(report.version())
        .setRole(Roles.message(report.role()))
        .setShareSet(current ? revision.split().share(report.version()).toString() : "0")
        .setShareReal(current ? report.shareReal() : 0)
        .setRevisionCalls(current ? report.revisionCalls() : 0)
        .setCalls(report.calls())
        .putAllErrors(report.errors())
        .putAllCallerErrors(report.callerErrors())
        .setEndToEnd(message(report.latencies().endToEnd()))
        .setQueue(message(report.latencies().queue()))
        .setInference(message(report.latencies().inference()));
    report.quality().ifPresent(value -> message.setQuality(message(value)));
    return message.build();
  }

  private static dev.serin.v1.Latency message(Latency latency) {
    return dev.serin.v1.Latency.newBuilder()
        .setCount(latency.count())
        .setP50Ms(latency.p50())
        .setP95Ms(latency.p95())
        .setP99Ms(latency.p99())
        .setMaxMs(latency.max())
        .build();
  }

  private static dev.serin.v1.Quality message(Quality quality) {
    var message = dev.serin.v1.Quality.newBuilder()
        .setMetric(quality.metric())
        .setLabels(quality.labels())
        .setCoverage(quality.coverage())
        .setMedianLag(Durations.fromMillis(quality.medianLag().toMillis()));
    if (quality.labels() > 0) {
      message.setMean(quality.mean()).setLow(quality.low()).setHigh(quality.high());
    }
    return message.build();
  }
}
