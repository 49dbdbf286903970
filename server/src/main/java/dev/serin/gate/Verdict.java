package dev.serin.gate;

import java.util.List;

/** What a gate says about the canary, with its numbers. */
public sealed interface Verdict {

  Findings findings();

  /** The gate's name, such as {@code errors} or {@code latency.q95}. */
  default String gate() {
    return findings().gate();
  }

  /**
   * The canary is worse than what is allowed, or cannot be judged fairly.
   *
   * @param sinceMillis when that was found, in milliseconds since 1970
   * @param reason what was found, in words
   */
  record Harm(Findings findings, Consequence consequence, long sinceMillis, String reason)
      implements Verdict {
    /** Whether it is about the service as a whole, so that both roles have the same numbers. */
    public boolean ofService() {
      return gate().startsWith("service.");
    }
  }

  /** What the gate has to rule out is ruled out. */
  record Ok(Findings findings) implements Verdict {}

  /**
   * Neither.
   *
   * @param needs what is missing for a decision; empty if the gate can only find harm
   */
  record Undecided(Findings findings, List<Need> needs) implements Verdict {
    public Undecided {
      needs = List.copyOf(needs);
    }
  }

  /** What harm leads to. */
  enum Consequence {
    /** All users go back to stable. */
    ROLLBACK,
    /** The canary's share is not raised until somebody has looked. */
    PAUSE,
    /** It is shown. */
    NONE
  }
}
