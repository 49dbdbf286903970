package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The status of a model.
 *
 * @param revision the split in force; absent if the model has never served
 * @param notes what an on-call engineer should know
 * @param window how far the latency numbers look back
 * @param since when the gateway started, and all other numbers with it
 * @param comparisons one for each canary
 */
public record ModelStatus(
    Model model,
    Optional<SplitRevision> revision,
    List<Version> versions,
    List<String> notes,
    Duration window,
    Instant since,
    List<Comparison> comparisons) {
  public ModelStatus {
    requireNonNull(model, "model");
    requireNonNull(revision, "revision");
    requireNonNull(window, "window");
    requireNonNull(since, "since");
    versions = List.copyOf(versions);
    notes = List.copyOf(notes);
    comparisons = List.copyOf(comparisons);
  }

  /**
   * The numbers of one version in one role.
   *
   * @param shareSet the share in the split, an exact decimal
   * @param shareReal the version's part of the calls that the split routed under this revision
   * @param revisionCalls the number of those calls that the version got; the more there are in all,
   *     the closer the real share comes to the set one
   * @param calls since the server started
   * @param errors the version's errors, by the name of the gRPC code
   * @param callerErrors the callers' errors, by the name of the gRPC code
   * @param batchRows the mean number of rows of the runs that answered calls; 0 without any
   */
  public record Version(
      long number,
      Role role,
      String shareSet,
      double shareReal,
      long revisionCalls,
      long calls,
      SortedMap<String, Long> errors,
      SortedMap<String, Long> callerErrors,
      Latency endToEnd,
      Latency queue,
      Latency inference,
      double batchRows,
      Quality quality) {
    public Version {
      requireNonNull(role, "role");
      requireNonNull(shareSet, "shareSet");
      errors = Collections.unmodifiableSortedMap(new TreeMap<>(errors));
      callerErrors = Collections.unmodifiableSortedMap(new TreeMap<>(callerErrors));
      requireNonNull(endToEnd, "endToEnd");
      requireNonNull(queue, "queue");
      requireNonNull(inference, "inference");
      requireNonNull(quality, "quality");
    }
  }

  /** The durations of calls over the window of the status. */
  public record Latency(
      long count, double p50Millis, double p95Millis, double p99Millis, double maxMillis) {}

  /**
   * The quality of one version in one role, from the labels since the server started.
   *
   * @param metric accuracy, logLoss, brier, absoluteError or reward; empty if none is configured
   * @param coverage labels per row predicted, from 0 to 1
   * @param medianLag the median time from prediction to label
   * @param mean in the metric's own unit; absent without labels
   * @param low the low end of an interval that holds the true mean with 95 % probability at all
   *     times at once
   * @param high its high end
   */
  public record Quality(
      String metric,
      long labels,
      double coverage,
      Duration medianLag,
      OptionalDouble mean,
      OptionalDouble low,
      OptionalDouble high) {
    public Quality {
      requireNonNull(metric, "metric");
      requireNonNull(medianLag, "medianLag");
      requireNonNull(mean, "mean");
      requireNonNull(low, "low");
      requireNonNull(high, "high");
    }
  }
}
