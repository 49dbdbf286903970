package dev.serin.rpc.admin;

import com.google.protobuf.util.Durations;
import dev.serin.rpc.Roles;
import dev.serin.status.Latency;
import dev.serin.status.Quality;
import dev.serin.status.VersionReport;
import dev.serin.v1.VersionStatus;

/** Converts statuses of versions to messages. */
final class VersionMessages {
  private VersionMessages() {}

  static VersionStatus message(VersionReport report) {
    var message = VersionStatus.newBuilder()
        .setVersion(report.version())
        .setRole(Roles.message(report.role()))
        .setShareSet(report.share().toString())
        .setShareReal(report.shareReal())
        .setRevisionCalls(report.revisionCalls())
        .setCalls(report.calls())
        .putAllErrors(report.errors())
        .putAllCallerErrors(report.callerErrors())
        .setBatchRows(report.batchRows());
    report
        .latencies()
        .ifPresent(latencies -> message
            .setEndToEnd(message(latencies.endToEnd()))
            .setQueue(message(latencies.queue()))
            .setInference(message(latencies.inference())));
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
