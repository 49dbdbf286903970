package dev.serin.gate;

/**
 * One call with a user, as the gates see it.
 *
 * @param id a number by which the calls of one millisecond differ
 * @param timeMillis when it arrived, in milliseconds since 1970
 * @param user a hash of the user id, the same for all calls of a user
 * @param canary whether the split chose the canary, not stable
 * @param latencyNanos from arrival to answer; so far, if it is pending
 * @param covered whether label coverage counts its prediction
 * @param abandoned whether its caller gave it up: cancelled, or stopped waiting at its deadline
 */
public record Call(
    long id,
    long timeMillis,
    long user,
    boolean canary,
    Result result,
    long latencyNanos,
    boolean covered,
    boolean abandoned) {
  /** A call whose caller waited, as far as is known. */
  public Call(
      long id,
      long timeMillis,
      long user,
      boolean canary,
      Result result,
      long latencyNanos,
      boolean covered) {
    this(id, timeMillis, user, canary, result, latencyNanos, covered, false);
  }

  /** The same in a role. */
  public Call as(boolean inCanary) {
    return new Call(id, timeMillis, user, inCanary, result, latencyNanos, covered, abandoned);
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
