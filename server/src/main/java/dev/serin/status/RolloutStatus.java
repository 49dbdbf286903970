package dev.serin.status;

import dev.serin.control.Revision;
import dev.serin.gate.Need;
import dev.serin.split.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The status of a rollout: the current one, or that after a past transition.
 *
 * @param transition the revision that brought the rollout into its state
 * @param revision in force
 * @param time of this status
 * @param now the current numbers; empty for a past transition
 */
public record RolloutStatus(Revision transition, long revision, Instant time, Optional<Now> now) {

  /**
   * The current numbers of a rollout.
   *
   * @param elapsed how long the step, shadow or watch has lasted, without pauses
   * @param bake how long it has to last
   * @param next the candidate's share after the next raise; empty if none follows
   * @param missing what that raise waits for
   * @param versions the reports of stable and the candidate
   * @param comparison empty before the first step and at the end
   */
  public record Now(
      Duration elapsed,
      Duration bake,
      Optional<Share> next,
      List<Need> missing,
      List<VersionReport> versions,
      Optional<ComparisonStatus> comparison,
      List<String> notes) {}
}
