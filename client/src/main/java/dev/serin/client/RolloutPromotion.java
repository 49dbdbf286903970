package dev.serin.client;

import static java.util.Objects.requireNonNull;

/**
 * A request to give the candidate of a rollout all users now.
 *
 * @param full whether to skip the remaining steps
 * @param force whether to promote without the required evidence; the revision records this
 */
public record RolloutPromotion(RolloutChange change, boolean full, boolean force) {
  public RolloutPromotion {
    requireNonNull(change, "change");
  }
}
