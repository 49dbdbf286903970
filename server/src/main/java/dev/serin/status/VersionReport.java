package dev.serin.status;

import dev.serin.feedback.quality.QualitySettings;
import dev.serin.model.Role;
import dev.serin.split.Share;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers of one version in one role.
 *
 * @param share that the version is set to; 0 for a role that it does not have now
 * @param shareReal among the calls of the revision that the split decided
 * @param revisionCalls those of them that the version got
 * @param calls since the gateway started, refused ones included
 * @param errors those that are not the caller's, by status; FALLBACK where stable answered,
 *     NOT_FINITE where the answer has NaN or infinity
 * @param callerErrors the caller's, by status
 * @param latencies empty if the version was never called in this role
 * @param batchRows the mean number of rows of the runs that answered calls; 0 without any
 * @param quality empty if the model's quality is not configured
 */
public record VersionReport(
    long version,
    Role role,
    Share share,
    double shareReal,
    long revisionCalls,
    long calls,
    Map<String, Long> errors,
    Map<String, Long> callerErrors,
    Optional<Latencies> latencies,
    double batchRows,
    Optional<Quality> quality) {

  /** From arrival to answer, waiting for a runner, and running the model. */
  public record Latencies(Latency endToEnd, Latency queue, Latency inference) {}

  /** Returns the report of a version with a share that was not called. */
  static VersionReport uncalled(
      long version, Role role, Share share, Optional<QualitySettings> settings) {
    return new VersionReport(
        version,
        role,
        share,
        0,
        0,
        0,
        Map.of(),
        Map.of(),
        Optional.empty(),
        0,
        settings.map(quality -> Quality.unlabelled(quality.metric().configName())));
  }

  /** Returns the report of a version that has this role now, with this share. */
  VersionReport current(Share now) {
    return with(now, shareReal, revisionCalls);
  }

  /** Returns the report of a version that no longer has this role. */
  VersionReport former() {
    return with(Share.ZERO, 0, 0);
  }

  private VersionReport with(Share now, double real, long callsNow) {
    return new VersionReport(
        version,
        role,
        now,
        real,
        callsNow,
        calls,
        errors,
        callerErrors,
        latencies,
        batchRows,
        quality);
  }
}
