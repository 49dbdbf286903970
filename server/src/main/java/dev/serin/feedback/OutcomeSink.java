package dev.serin.feedback;

/**
 * Where outcomes go. Called on the threads that bring labels, several at a time; must neither block
 * nor throw.
 */
public interface OutcomeSink {

  /** Takes an outcome: each prediction's at most once. */
  void accept(Outcome outcome);

  /** Takes a label that was refused because it is none of the model's classes. */
  default void outside(OutsideLabel label) {
    // Most have no use for it.
  }

  /**
   * Counts the answer to a label, once for each.
   *
   * @param model empty if it is not known which model the label is about
   */
  void answered(String model, FeedbackResult result);
}
