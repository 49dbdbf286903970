package dev.serin.feedback.quality;

/** Thrown for a label that is not one of the model's classes. */
public final class OutsideClassesException extends TruthRefusedException {
  private static final long serialVersionUID = 1L;

  OutsideClassesException(String message) {
    super(message);
  }
}
