package dev.serin.feedback.quality;

/**
 * Thrown for a truth that gives no loss for its prediction. Without a stack trace, as any caller
 * can send such truths.
 */
public class TruthRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  TruthRefusedException(String message) {
    super(message, null, false, false);
  }

  /** The message; never null. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
