package dev.serin.serving;

import dev.serin.model.Role;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The facts about one finished call. Durations are in nanoseconds, and 0 for a stage that the call
 * did not reach.
 *
 * @param served the version that the call was routed to; empty if it was refused before routing
 * @param userHash the hash that routed the user; empty for calls without user id, pinned calls and
 *     forced users
 * @param rows the rows of the batch
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

  /** The version that a call was routed to, and in which role. */
  public record Served(long version, Role role, long revision) {}

  /**
   * The time from arrival to answer, and its parts: waiting for a runner, and running the model.
   *
   * @param batchRows the rows of all calls that shared the last run; 0 if none ran
   */
  public record Timing(long endToEndNanos, long queueNanos, long inferenceNanos, long batchRows) {}
}
