package dev.serin.gate;

import java.math.BigDecimal;

/**
 * The time from one change of the canary's share to the next.
 *
 * @param number from 1 in the order of time
 * @param revision the first revision with this share
 * @param startMillis when it began, in milliseconds since 1970
 * @param share the canary's, of the users of the two versions that are compared
 */
public record Step(int number, long revision, long startMillis, BigDecimal share) {
  /** Checks the number and the share. */
  public Step {
    Check.that(number > 0, "step", number, "from 1");
    Check.that(
        share.signum() >= 0 && share.compareTo(BigDecimal.ONE) <= 0, "share", share, "from 0 to 1");
  }
}
