package dev.serin.judge;

import static java.util.Objects.requireNonNull;

import dev.serin.gate.Terms;
import dev.serin.gate.Trial;

/**
 * Identifies evidence collected under the same terms; evidence of another basis counts for nothing.
 *
 * @param rollout the id of the rollout; empty outside of one
 */
public record Basis(String rollout, Terms terms) {
  /** Checks that the parts are there. */
  public Basis {
    requireNonNull(rollout, "rollout");
    requireNonNull(terms, "terms");
  }

  /** Returns the basis of a trial's evidence. */
  static Basis of(Trial trial) {
    return new Basis(trial.id(), trial.terms());
  }

  /** Returns the basis of evidence that no trial collects. */
  static Basis of(Terms terms) {
    return new Basis("", terms);
  }
}
