package dev.serin.rpc;

/** Thrown for bytes that are not a message of the expected type. The caller's fault. */
public final class UnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableException(String message) {
    super(message, null, false, false);
  }
}
