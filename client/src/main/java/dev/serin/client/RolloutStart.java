package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A request to start a rollout.
 *
 * @param candidate the version that is to become stable; absent for the one in the configuration's
 *     plan
 * @param force whether to start although the candidate was rolled back in the last 24 hours, or the
 *     cool-down is not over
 * @param replace whether to abort a running rollout
 * @param canary the candidate's share in the first step as an exact decimal such as {@code 0.05},
 *     in place of the plan's
 */
public record RolloutStart(
    RolloutChange change,
    OptionalLong candidate,
    boolean force,
    boolean replace,
    Optional<String> canary) {
  public RolloutStart {
    requireNonNull(change, "change");
    requireNonNull(candidate, "candidate");
    requireNonNull(canary, "canary");
  }

  /** Returns the start of the plan's candidate, without force. */
  public static RolloutStart of(RolloutChange change) {
    return new RolloutStart(change, OptionalLong.empty(), false, false, Optional.empty());
  }

  /** Returns this start with another candidate. */
  public RolloutStart withCandidate(long version) {
    return new RolloutStart(change, OptionalLong.of(version), force, replace, canary);
  }

  /** Returns this start, with or without force. */
  public RolloutStart withForce(boolean forced) {
    return new RolloutStart(change, candidate, forced, replace, canary);
  }

  /** Returns this start, which aborts a running rollout or is refused by one. */
  public RolloutStart withReplace(boolean replacing) {
    return new RolloutStart(change, candidate, force, replacing, canary);
  }

  /** Returns this start with another share in the first step. */
  public RolloutStart withCanary(String share) {
    return new RolloutStart(change, candidate, force, replace, Optional.of(share));
  }
}
