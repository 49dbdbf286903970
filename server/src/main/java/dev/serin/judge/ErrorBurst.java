package dev.serin.judge;

/** Notices when many calls of canaries fail within a second. Confined to one thread. */
final class ErrorBurst {
  private static final int CALLS = 5;
  private static final long MILLIS = 1_000;

  private int failed;
  private long startMillis;

  /** Counts a call that failed. */
  void add() {
    failed++;
  }

  /** Whether enough calls failed since the last burst, or within the present second. */
  boolean since(long millis) {
    boolean burst = failed >= CALLS;
    if (burst || millis - startMillis >= MILLIS) {
      failed = 0;
      startMillis = millis;
    }
    return burst;
  }
}
