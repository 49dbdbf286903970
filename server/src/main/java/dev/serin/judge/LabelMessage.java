package dev.serin.judge;

import dev.serin.gate.Label;

/**
 * A label on its way to the judge.
 *
 * @param version that served the prediction
 * @param revision under which it did
 * @param label of which the role is not known yet
 */
record LabelMessage(ModelJudge judge, long version, long revision, Label label) implements Message {
  @Override
  public long millis() {
    return label.arrivalMillis();
  }

  @Override
  public void tell(long nowNanos) {
    judge.take(this);
  }

  Label label(boolean canary) {
    return label.as(canary);
  }
}
