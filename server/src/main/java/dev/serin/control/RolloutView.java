package dev.serin.control;

import static java.util.Objects.requireNonNull;

import dev.serin.gate.Need;
import dev.serin.gate.TrialReport;
import dev.serin.rollout.Rollout;
import dev.serin.split.Share;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a rollout stands now.
 *
 * @param revision in force
 * @param elapsed how long the step, shadow or watch has lasted, without pauses
 * @param bake how long it has to last
 * @param report what the gates say; empty before the first step and at the end
 * @param next the candidate's share after the next raise; empty if none follows
 * @param missing what that waits for
 */
public record RolloutView(
    Revision revision,
    Rollout rollout,
    Duration elapsed,
    Duration bake,
    Optional<TrialReport> report,
    Optional<Share> next,
    List<Need> missing) {
  /** Copies the list. */
  public RolloutView {
    requireNonNull(revision, "revision");
    missing = List.copyOf(missing);
  }
}
