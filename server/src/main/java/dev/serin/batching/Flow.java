package dev.serin.batching;

/**
 * The processor time that a model, or a slow version of it, has received from the runners, divided
 * by its weight. The flow with the least is served next.
 *
 * <p>Confined to the lock of its {@link Schedule}.
 */
final class Flow {
  private double received;
  private long turn = Long.MIN_VALUE;
  private int running;

  /**
   * Notes that requests wait in this turn. A flow that was idle starts at the level of the flow
   * that was served last: idle time earns no claim.
   *
   * @param level what the flow that was served last had received by then
   * @return whether this is the first note in this turn
   */
  boolean waits(long thisTurn, double level) {
    if (turn == thisTurn) {
      return false;
    }
    if (turn < thisTurn - 1 && running == 0) {
      received = Math.max(received, level);
    }
    turn = thisTurn;
    return true;
  }

  /** The processor time that it has received, divided by its weight. */
  double received() {
    return received;
  }

  /** Starts a run and charges its expected time. */
  void start(double nanos) {
    running++;
    received += nanos;
  }

  /** Ends a run, and replaces the expected time by the actual one. */
  void end(double chargedNanos, double nanos) {
    running--;
    received += nanos - chargedNanos;
  }
}
