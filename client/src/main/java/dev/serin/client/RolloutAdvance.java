package dev.serin.client;

import static java.util.Objects.requireNonNull;

/**
 * A request to take the next step of a rollout now.
 *
 * @param skipEvidence whether to take it without the required evidence; the revision records this
 */
public record RolloutAdvance(RolloutChange change, boolean skipEvidence) {
  public RolloutAdvance {
    requireNonNull(change, "change");
  }
}
