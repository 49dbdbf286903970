package dev.serin.serving;

import dev.serin.model.Role;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is to be known about one finished call. Durations are in nanoseconds, and 0 for what the
 * call did not reach.
 *
 * @param served who was to answer; empty if the call was refused before that was known
 * @param userHash the hash that placed the user; empty for a call without user id, a pinned one,
 *     and one of a forced user
 * @param rows the rows of the batch that came
 * @param fallbackFrom the canary whose run failed, so that stable served; empty for other calls
 */
public record CallRecord(
    String model,
    Optional<Served> served,
    OptionalLong userHash,
    long rows,
    CallStatus status,
    Fault fault,
    Timing timing,
    OptionalLong fallbackFrom) {

  /** The version a call was routed to, and why. */
  public record Served(long version, Role role, long revision) {}

  /**
   * Where the time of a call went: from arrival to answer, waiting for a runner, and running the
   * model.
   */
  public record Timing(long endToEndNanos, long queueNanos, long inferenceNanos) {}
}
