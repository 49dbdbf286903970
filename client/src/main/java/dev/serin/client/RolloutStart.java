package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/**
 * A request to start a rollout.
 *
 * @param candidate the version that is to become stable; absent for the one in the configuration's
 *     plan
 * @param force whether to start although the candidate was rolled back in the last 24 hours, or the
 *     cool-down is not over
 * @param replace whether to abort a running rollout
 */
public record RolloutStart(
    RolloutChange change, OptionalLong candidate, boolean force, boolean replace) {
  public RolloutStart {
    requireNonNull(change, "change");
    requireNonNull(candidate, "candidate");
  }

  /** Returns the start of the plan's candidate, without force. */
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

  /** Returns this start, which aborts a running rollout or is refused by one. */
  public RolloutStart withReplace(boolean replacing) {
    return new RolloutStart(change, candidate, force, replacing);
  }
}
