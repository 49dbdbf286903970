package dev.serin.telemetry;

import dev.serin.model.Role;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers of one version in one role.
 *
 * @param shareReal the version's share of the calls that the split routed under the revision
 * @param revisionCalls the number of those calls that the version got
 * @param calls since the gateway started, refused ones included
 * @param errors those that are not the caller's, by status; FALLBACK where stable answered,
 *     NOT_FINITE where the answer has NaN or infinity
 * @param callerErrors the caller's, by status
 * @param quality empty if the model's quality is not configured
 */
public record VersionReport(
    long version,
    Role role,
    double shareReal,
    long revisionCalls,
    long calls,
    Map<String, Long> errors,
    Map<String, Long> callerErrors,
    Latencies latencies,
    Optional<Quality> quality) {

  /** The times from arrival to answer, waiting for a runner, and running the model. */
  public record Latencies(Latency endToEnd, Latency queue, Latency inference) {}
}
