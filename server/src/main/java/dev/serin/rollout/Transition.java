package dev.serin.rollout;

import static java.util.Objects.requireNonNull;

import dev.serin.split.Share;

/**
 * What is to become of a rollout.
 *
 * @param state the next one
 * @param share of the candidate from then on
 * @param reason in words, with the numbers
 */
public record Transition(RolloutState state, Share share, String reason) {
  /** Checks that the parts are there. */
  public Transition {
    requireNonNull(state, "state");
    requireNonNull(share, "share");
    requireNonNull(reason, "reason");
  }
}
