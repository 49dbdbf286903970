package dev.serin.feedback;

/** Thrown for a label that is none of the model's classes. */
final class OutsideClassesException extends LabelRefusedException {
  private static final long serialVersionUID = 1L;

  OutsideClassesException(String message) {
    super(FeedbackResult.INVALID, message);
  }
}
