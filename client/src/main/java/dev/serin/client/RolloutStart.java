package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/**
 * A rollout to begin.
 *
 * @param candidate the version that is to become stable; absent: the one that the plan in the
 *     configuration says
 * @param force whether to start although the candidate was rolled back in the last 24 hours, or the
 *     cool-down lasts
 * @param replace whether to abort the rollout that runs
 */
public record RolloutStart(
    RolloutChange change, OptionalLong candidate, boolean force, boolean replace) {
  public RolloutStart {
    requireNonNull(change, "change");
    requireNonNull(candidate, "candidate");
  }

  /** Returns the start of the candidate that the plan says, of none that needs force. */
  public static RolloutStart of(RolloutChange change) {
    return new RolloutStart(change, OptionalLong.empty(), false, false);
  }

  /** Returns this start with another candidate. */
  public RolloutStart withCandidate(long version) {
    return new RolloutStart(change, OptionalLong.of(version), force, replace);
  }

  /** Returns this start, with or without force. */
  public RolloutStart withForce(boolean forced) {
    return new RolloutStart(change, candidate, forced, replace);
  }

  /** Returns this start, which aborts the rollout that runs or is refused then. */
  public RolloutStart withReplace(boolean replacing) {
    return new RolloutStart(change, candidate, force, replacing);
  }
}
