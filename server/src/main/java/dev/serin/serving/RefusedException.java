package dev.serin.serving;

/** Ends a call that cannot be served. Carries no stack trace: it is an answer, not a defect. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final CallStatus status;
  private final Fault fault;

  RefusedException(CallStatus status, Fault fault, String message) {
    super(message, null, false, false);
    this.status = status;
    this.fault = fault;
  }

  /** What the caller gets. */
  public CallStatus status() {
    return status;
  }

  Fault fault() {
    return fault;
  }

  /** The message, which is never absent. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
