package dev.serin.serving;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The fallbacks among the last {@link #CALLS} calls of a canary; until there were that many, the
 * missing ones count as calls that did not fall back.
 *
 * <p>Thread-safe: a call that may fall back is counted before it does, so that no number of threads
 * together exceeds the rate.
 */
final class FallbackWindow {
  /** How many calls the window holds. */
  static final int CALLS = 1_000;

  /** For each call in the window: 1 if it fell back, else 0. */
  private final AtomicIntegerArray calls = new AtomicIntegerArray(CALLS);

  private final AtomicInteger next = new AtomicInteger();
  /** At least the number of ones in the window. */
  private final AtomicInteger fellBack = new AtomicInteger();

  /** Records a call that did not fall back. */
  void stayed() {
    push(0);
  }

  /** Returns whether one more call may fall back, and records it accordingly. */
  boolean admits(double maxRate) {
    int before;
    do {
      before = fellBack.get();
      if (before >= maxRate * CALLS) {
        stayed();
        return false;
      }
    } while (!fellBack.compareAndSet(before, before + 1));
    push(1);
    return true;
  }

  private void push(int call) {
    int slot = Math.floorMod(next.getAndIncrement(), CALLS);
    if (calls.getAndSet(slot, call) == 1) {
      fellBack.decrementAndGet();
    }
  }
}
