package dev.serin.gate;

import dev.serin.model.Role;

/**
 * One call with a user, as the gates see it.
 *
 * @param id a number by which the calls of one millisecond differ
 * @param timeMillis when it arrived, in milliseconds since 1970
 * @param user a hash of the user id, the same for all calls of a user
 * @param role of the version that the split chose: canary or stable
 * @param latencyNanos from arrival to answer; so far, if it is pending
 * @param covered whether label coverage counts its prediction
 * @param abandoned whether its caller gave it up: cancelled, or stopped waiting at its deadline
 * @param together how many calls shared the run of its version, itself included; 1 if it did not
 *     run yet, or is not known to have shared one
 */
public record Call(
    long id,
    long timeMillis,
    long user,
    Role role,
    Result result,
    long latencyNanos,
    boolean covered,
    boolean abandoned,
    int together) {
  /** Checks the role. */
  public Call {
    Check.compared(role);
  }

  /** A call whose caller waited, as far as is known, and that had a run of its own. */
  public Call(
      long id,
      long timeMillis,
      long user,
      Role role,
      Result result,
      long latencyNanos,
      boolean covered) {
    this(id, timeMillis, user, role, result, latencyNanos, covered, false, 1);
  }

  /** Returns the role of a call that the split gave to the canary or to stable. */
  public static Role roleOf(boolean canary) {
    return canary ? Role.CANARY : Role.STABLE;
  }

  /** Whether the split chose the canary. */
  public boolean canary() {
    return role == Role.CANARY;
  }

  /** The same call in another role. */
  public Call as(Role other) {
    return new Call(
        id, timeMillis, user, other, result, latencyNanos, covered, abandoned, together);
  }

  /** Whether it is known if its caller waited. */
  public boolean settled() {
    return abandoned || result != Result.PENDING;
  }

  /** How a call ended. */
  public enum Result {
    /** It was answered. */
    OK,
    /** It failed, and that is the version's fault. */
    BAD,
    /** It was answered, with NaN or infinity. */
    NOT_FINITE,
    /** It ended without an answer, and that is not the version's fault. */
    EXCLUDED,
    /** It is still running, and longer than any threshold. */
    PENDING
  }
}
