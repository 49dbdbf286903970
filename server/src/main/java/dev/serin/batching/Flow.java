package dev.serin.batching;

/**
 * What a model, or a slow version of it, has had of the runners: processor time divided by its
 * weight. The flow that has had least is owed most.
 *
 * <p>Confined to the lock of its {@link Schedule}.
 */
final class Flow {
  private double had;
  private long turn = Long.MIN_VALUE;
  private int running;

  /**
   * Notes that requests wait in this turn. A flow that had none before begins level with the one
   * that ran last, as waiting for nothing saves up nothing.
   *
   * @param level what the flow that ran last has had
   * @return whether this is the first note in this turn
   */
  boolean waits(long thisTurn, double level) {
    if (turn == thisTurn) {
      return false;
    }
    if (turn < thisTurn - 1 && running == 0) {
      had = Math.max(had, level);
    }
    turn = thisTurn;
    return true;
  }

  /** What it has had. */
  double had() {
    return had;
  }

  /** Starts a run and charges what it is expected to take. */
  void start(double nanos) {
    running++;
    had += nanos;
  }

  /** Ends a run, and corrects what was charged. */
  void end(double chargedNanos, double nanos) {
    running--;
    had += nanos - chargedNanos;
  }
}
