package dev.serin.feedback;

import java.util.ArrayList;
import java.util.List;

/** A sink that keeps what it receives. */
final class RecordingSink implements OutcomeSink {
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<OutsideLabel> outside = new ArrayList<>();
  private final List<String> answers = new ArrayList<>();

  @Override
  public synchronized void accept(Outcome outcome) {
    outcomes.add(outcome);
  }

  @Override
  public synchronized void answered(String model, FeedbackResult result) {
    answers.add(model + " " + result);
  }

  @Override
  public synchronized void outside(OutsideLabel label) {
    outside.add(label);
  }

  synchronized List<OutsideLabel> outside() {
    return List.copyOf(outside);
  }

  synchronized List<Outcome> outcomes() {
    return List.copyOf(outcomes);
  }

  /** The answers so far, such as {@code digits ACCEPTED}. */
  synchronized List<String> answers() {
    return List.copyOf(answers);
  }
}
