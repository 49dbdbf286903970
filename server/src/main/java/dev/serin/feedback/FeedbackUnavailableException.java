package dev.serin.feedback;

/**
 * Thrown for a label that could not be written to disk. It was not counted and may be sent again;
 * the gateway's fault.
 */
public final class FeedbackUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FeedbackUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
