package dev.serin.client;

import static java.util.Objects.requireNonNull;

/**
 * All users for the candidate of a rollout, now.
 *
 * @param full whether to leave out the steps in between
 * @param force whether to do it whatever is missing; the revision says so
 */
public record RolloutPromotion(RolloutChange change, boolean full, boolean force) {
  public RolloutPromotion {
    requireNonNull(change, "change");
  }
}
