package dev.serin.feedback;

/**
 * Receives outcomes. Called concurrently on the threads that submit labels; must neither block nor
 * throw.
 */
public interface OutcomeSink {

  /** Receives an outcome, at most once per prediction. */
  void accept(Outcome outcome);

  /** Receives a label that was refused because it is not one of the model's classes. */
  default void outside(OutsideLabel label) {
    // Most sinks do not need it.
  }

  /**
   * Counts the answer to each label.
   *
   * @param model empty if the label's model is unknown
   */
  void answered(String model, FeedbackResult result);
}
