package dev.serin.gate;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/**
 * A rollout as the gates see it.
 *
 * @param id of the rollout; what was found in another one counts for nothing
 * @param stable the version that the rollout began from, also when it is stable no longer
 * @param terms that hold for the whole rollout, whatever the configuration says meanwhile
 * @param averageRunLength after how many calls without a change in the watch a false notice of one
 *     may come, at least 1; empty: changes are not looked for
 */
public record Trial(
    String id,
    long stable,
    long canary,
    Phase phase,
    Terms terms,
    OptionalDouble averageRunLength) {
  /** Checks that the parts are there. */
  public Trial {
    requireNonNull(id, "id");
    requireNonNull(phase, "phase");
    requireNonNull(terms, "terms");
    double calls = averageRunLength.orElse(1);
    Check.that(
        calls >= 1 && calls < Double.POSITIVE_INFINITY,
        "averageRunLength",
        calls,
        "at least 1, finite");
  }

  /** The way in which the canary gets calls. */
  public enum Phase {
    /** It answers copies of stable's calls; users do not see its answers. */
    SHADOW,
    /** It has a share of the users, which may be 0 for a while. */
    SPLIT,
    /** It has all users, and nothing is left to compare it with. */
    WATCH
  }
}
