package dev.serin.gate;

import static java.util.Objects.requireNonNull;

import dev.serin.gate.Call.Result;
import dev.serin.model.Role;

/**
 * The results of a call in stable and of its copy in the canary.
 *
 * @param trial the id of the rollout that the copy was made for
 * @param timeMillis when the copy ended, in milliseconds since 1970
 * @param user a hash of the user id
 * @param agrees whether both answered, and said the same: the same classes, or where the model's
 *     quality knows none, equal numbers but for 1e-4
 */
public record Shadowed(
    String trial,
    long timeMillis,
    long user,
    Result stable,
    long stableNanos,
    Result canary,
    long canaryNanos,
    boolean agrees) {
  /** Checks that the parts are there. */
  public Shadowed {
    requireNonNull(trial, "trial");
    requireNonNull(stable, "stable");
    requireNonNull(canary, "canary");
  }

  /** What became of it in one of the two versions. */
  Call call(Role role) {
    boolean ofCanary = role == Role.CANARY;
    return new Call(
        0,
        timeMillis,
        user,
        role,
        ofCanary ? canary : stable,
        ofCanary ? canaryNanos : stableNanos,
        false);
  }
}
