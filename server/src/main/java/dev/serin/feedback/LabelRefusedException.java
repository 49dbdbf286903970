package dev.serin.feedback;

/**
 * Thrown for a label that is not accepted. Without a stack trace, as any caller can send such
 * labels.
 */
final class LabelRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final FeedbackResult result;

  LabelRefusedException(FeedbackResult result, String message) {
    super(message, null, false, false);
    this.result = result;
  }

  static LabelRefusedException invalid(String message) {
    return new LabelRefusedException(FeedbackResult.INVALID, message);
  }

  FeedbackResult result() {
    return result;
  }

  /** The message; never null. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
