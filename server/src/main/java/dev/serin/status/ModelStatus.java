package dev.serin.status;

import dev.serin.control.ModelState;
import dev.serin.control.Revision;
import dev.serin.gate.TrialReport;
import dev.serin.model.VersionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a model stands.
 *
 * @param versions of its folder, loaded or not, in ascending order
 * @param revision in force; empty before the first one
 * @param since when the numbers of the reports began
 * @param reports of each version in each role that it has or was called in, in ascending order
 * @param trial how the candidate of the rollout does; empty if there is none to judge
 * @param notes what an operator should know
 */
public record ModelStatus(
    String name,
    ModelState state,
    List<VersionStatus> versions,
    Optional<Revision> revision,
    Instant since,
    List<VersionReport> reports,
    List<ComparisonStatus> comparisons,
    Optional<TrialReport> trial,
    List<String> notes) {
  /** How far the latencies of the reports look back. */
  public static final Duration WINDOW = StatusBooks.WINDOW;
}
