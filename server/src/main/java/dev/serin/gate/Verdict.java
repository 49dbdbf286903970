package dev.serin.gate;

import java.util.List;

/** A gate's answer about the canary, with its numbers. */
public sealed interface Verdict {

  Findings findings();

  /** Which gate says it. */
  default GateId gate() {
    return findings().gate();
  }

  /**
   * The canary is worse than what is allowed, or cannot be judged fairly.
   *
   * @param sinceMillis when that was found, in milliseconds since 1970
   * @param cause what was found
   * @param bound the share, or the rise of a loss, above which that is harm; 0 where there is none
   */
  record Harm(
      Findings findings, Consequence consequence, long sinceMillis, HarmCause cause, double bound)
      implements Verdict {
    /** Harm without a bound. */
    public Harm(Findings findings, Consequence consequence, long sinceMillis, HarmCause cause) {
      this(findings, consequence, sinceMillis, cause, 0);
    }
  }

  /** The harm that the gate has to rule out is ruled out. */
  record Ok(Findings findings) implements Verdict {}

  /**
   * Neither harm nor its absence is proved.
   *
   * @param needs what is missing for a decision; empty if the gate can only find harm
   */
  record Undecided(Findings findings, List<Need> needs) implements Verdict {
    public Undecided {
      needs = List.copyOf(needs);
    }
  }

  /** The consequence of harm. */
  enum Consequence {
    /** All users go back to stable. */
    ROLLBACK,
    /** The canary's share goes back by a step, to see whether that ends it. */
    LOWER,
    /** The canary's share is not raised until an operator resumes it. */
    PAUSE,
    /** It is shown. */
    NONE
  }
}
