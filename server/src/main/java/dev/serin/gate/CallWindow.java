package dev.serin.gate;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How often the calls of each user have counted in one window of a step: one record per user, with
 * a counter of 8 bits for each use. Two users whose hashes meet share a record, which loses
 * observations and nothing else.
 *
 * <p>Thread-safe.
 */
final class CallWindow {
  static final int ERRORS = 0;
  static final int LATENCY = 8;
  static final int COVERAGE = 16;
  static final int ABANDONED = 24;

  private static final int RECORDS = 1 << 18;
  private static final int COUNTER = 0xff;
  private static final int COUNTERS = Integer.SIZE / Byte.SIZE;

  final int step;
  final boolean first;
  final long endMillis;
  private final AtomicIntegerArray records = new AtomicIntegerArray(RECORDS);

  /**
   * The counters of {@link #COVERAGE}, which the threads that serve calls ask for each call: apart
   * from the others, so that the judge's writes do not take them out of those threads' caches.
   */
  private final AtomicIntegerArray coverage = new AtomicIntegerArray(RECORDS / COUNTERS);

  CallWindow(int step, boolean first, long endMillis) {
    this.step = step;
    this.first = first;
    this.endMillis = endMillis;
  }

  /** Counts an observation, unless the user has had that many. */
  boolean admits(long user, int use, int most) {
    int index = index(user);
    return use == COVERAGE
        ? admits(coverage, index / COUNTERS, index % COUNTERS * Byte.SIZE, most)
        : admits(records, index, use, most);
  }

  /** Counts in the counter whose lowest bit is {@code shift}. */
  private static boolean admits(AtomicIntegerArray counters, int index, int shift, int most) {
    int before = counters.getPlain(index);
    while ((before >>> shift & COUNTER) < most) {
      if (counters.compareAndSet(index, before, before + (1 << shift))) {
        return true;
      }
      before = counters.get(index);
    }
    return false;
  }

  /** The low bits: the high ones tell the role. */
  private static int index(long user) {
    return (int) user & RECORDS - 1;
  }
}
