package dev.serin.judge;

/** A change of the split on its way to the judge. */
record SharingMessage(ModelJudge judge, Sharing sharing) implements Message {
  @Override
  public long millis() {
    return sharing.millis();
  }

  @Override
  public void tell(long nowNanos) {
    judge.take(sharing);
  }
}
