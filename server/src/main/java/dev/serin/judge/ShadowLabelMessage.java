package dev.serin.judge;

import dev.serin.gate.ShadowLabel;

/** A label about a call and its copy on its way to the judge. */
record ShadowLabelMessage(ModelJudge judge, ShadowLabel label) implements Message {
  @Override
  public long millis() {
    return label.timeMillis();
  }

  @Override
  public void tell(long nowNanos) {
    judge.take(label);
  }
}
