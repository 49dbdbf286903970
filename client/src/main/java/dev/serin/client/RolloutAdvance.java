package dev.serin.client;

import static java.util.Objects.requireNonNull;

/**
 * The next step of a rollout, to be taken now.
 *
 * @param skipEvidence whether to take it whatever is missing; the revision says so
 */
public record RolloutAdvance(RolloutChange change, boolean skipEvidence) {
  public RolloutAdvance {
    requireNonNull(change, "change");
  }
}
