package dev.serin.feedback.quality;

/**
 * Thrown for a truth that makes no loss of a prediction. Without a stack: anybody can send such
 * truths.
 */
public class TruthRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  TruthRefusedException(String message) {
    super(message, null, false, false);
  }

  /** The message, which every such exception has. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
