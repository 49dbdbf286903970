package dev.serin.serving;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How many of the last {@link #CALLS} calls of a canary fell back to stable; calls that never came
 * count as ones that did not.
 *
 * <p>Thread-safe: a call that may fall back is counted before it does, so that no number of threads
 * together exceeds the rate.
 */
final class FallbackWindow {
  /** How many calls the window holds. */
  static final int CALLS = 1_000;

  /** Of each call in the window 1 if it fell back, else 0. */
  private final AtomicIntegerArray calls = new AtomicIntegerArray(CALLS);

  private final AtomicInteger next = new AtomicInteger();
  /** No less than the ones in the window. */
  private final AtomicInteger fellBack = new AtomicInteger();

  /** Notes a call that did not fall back. */
  void stayed() {
    push(0);
  }

  /** Returns whether one more call may fall back, and notes it as one that did or did not. */
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
