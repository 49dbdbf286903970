package dev.serin.serving;

import dev.serin.model.Dispatcher;
import dev.serin.model.Dispatcher.Ending;
import dev.serin.model.VersionId;
import java.util.OptionalLong;

/**
 * Thrown for a call that cannot be served. Carries no stack trace: it is an answer, not a defect.
 */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final CallStatus status;
  private final Fault fault;
  private final OptionalLong retryMillis;

  RefusedException(CallStatus status, Fault fault, String message) {
    this(status, fault, message, OptionalLong.empty());
  }

  private RefusedException(
      CallStatus status, Fault fault, String message, OptionalLong retryMillis) {
    super(message, null, false, false);
    this.status = status;
    this.fault = fault;
    this.retryMillis = retryMillis;
  }

  /**
   * Returns the refusal of a call that would have waited too long: the version's fault, unless only
   * the caller's deadline is too short for the wait.
   */
  static RefusedException of(VersionId version, Ending.Refused refused) {
    long wait = millis(refused.waitNanos());
    var message = refused.ofCaller()
        ? version + ": would end in " + wait + " ms (expected: before the caller's deadline, in "
            + refused.limitNanos() / 1_000_000 + " ms)"
        : version + ": expected wait " + wait + " ms (expected: at most maxQueueWait, "
            + millis(refused.limitNanos()) + " ms)";
    return new RefusedException(
        CallStatus.RESOURCE_EXHAUSTED,
        refused.ofCaller() ? Fault.CALLER : Fault.VERSION,
        message,
        OptionalLong.of(Math.max(1, millis(refused.waitNanos() - refused.limitNanos()))));
  }

  /** Rounds up to milliseconds. */
  private static long millis(long nanos) {
    return (nanos + 999_999) / 1_000_000;
  }

  /** Returns the refusal of a call whose run, or whose answer, failed. */
  static RefusedException of(Throwable failure) {
    var told = Failure.of(failure);
    return new RefusedException(told.status(), Failure.fault(failure), told.message());
  }

  /** Returns the refusal of a call that did not run. */
  static RefusedException of(Dispatcher.Reason reason) {
    return switch (reason) {
      case DEADLINE_EXCEEDED ->
        new RefusedException(
            CallStatus.DEADLINE_EXCEEDED, Fault.CALLER, "the caller's deadline passed");
      case CANCELLED ->
        new RefusedException(CallStatus.CANCELLED, Fault.CALLER, "the caller cancelled");
      case SHUTTING_DOWN ->
        new RefusedException(CallStatus.UNAVAILABLE, Fault.GATEWAY, "the gateway is shutting down");
    };
  }

  /** The status that the caller gets. */
  public CallStatus status() {
    return status;
  }

  Fault fault() {
    return fault;
  }

  /** Whether the caller gave up, or would have before the answer. */
  boolean abandoned() {
    return status == CallStatus.CANCELLED
        || status == CallStatus.DEADLINE_EXCEEDED
        || (status == CallStatus.RESOURCE_EXHAUSTED && fault == Fault.CALLER);
  }

  /** After how many milliseconds a retry may succeed; empty if that is not known. */
  OptionalLong retryMillis() {
    return retryMillis;
  }

  /** The message; never null. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
