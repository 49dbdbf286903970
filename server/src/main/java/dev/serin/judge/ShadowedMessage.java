package dev.serin.judge;

import dev.serin.gate.Shadowed;

/** A copy of a call on its way to the judge. */
record ShadowedMessage(ModelJudge judge, Shadowed copy) implements Message {
  @Override
  public long millis() {
    return copy.timeMillis();
  }

  @Override
  public void tell(long nowNanos) {
    judge.take(copy);
  }
}
