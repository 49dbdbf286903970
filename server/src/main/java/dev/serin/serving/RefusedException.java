package dev.serin.serving;

import dev.serin.model.Dispatcher;

/**
 * Thrown for a call that cannot be served. Carries no stack trace: it is an answer, not a defect.
 */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final CallStatus status;
  private final Fault fault;

  RefusedException(CallStatus status, Fault fault, String message) {
    super(message, null, false, false);
    this.status = status;
    this.fault = fault;
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

  /** The message; never null. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
