package dev.serin.status;

import dev.serin.control.Revision;
import dev.serin.gate.TrialReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The status of a model.
 *
 * @param revision in force; empty before the first one
 * @param since when the counts of the reports began
 * @param reports of each version in each role that it has or was called in, in ascending order
 * @param trial of the rollout's candidate; empty if there is none to judge
 * @param notes for the operator
 */
public record ModelStatus(
    ModelVersions model,
    Optional<Revision> revision,
    Instant since,
    List<VersionReport> reports,
    List<ComparisonStatus> comparisons,
    Optional<TrialReport> trial,
    List<String> notes) {
  /** The time that the latencies of the reports cover. */
  public static final Duration WINDOW = StatusBooks.WINDOW;
}
