package dev.serin.gate;

import static java.util.Objects.requireNonNull;

/**
 * What evidence was collected under; evidence of another basis counts for nothing.
 *
 * @param rollout the id of the rollout; empty outside of one
 */
public record Basis(String rollout, Terms terms) {
  /** Checks that the parts are there. */
  public Basis {
    requireNonNull(rollout, "rollout");
    requireNonNull(terms, "terms");
  }
}
