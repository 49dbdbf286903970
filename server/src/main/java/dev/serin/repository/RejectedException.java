package dev.serin.repository;

/** Thrown when a version cannot be admitted; the message is the reason. */
final class RejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  RejectedException(String reason) {
    super(reason);
  }

  RejectedException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
