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

  final int step;
  final boolean first;
  final long endMillis;
  private final AtomicIntegerArray records = new AtomicIntegerArray(RECORDS);

  CallWindow(int step, boolean first, long endMillis) {
    this.step = step;
    this.first = first;
    this.endMillis = endMillis;
  }

  /** Counts an observation, unless the user has had that many. */
  boolean admits(long user, int use, int most) {
    int index = index(user);
    int record = records.getPlain(index);
    while ((record >>> use & COUNTER) < most) {
      if (records.compareAndSet(index, record, record + (1 << use))) {
        return true;
      }
      record = records.get(index);
    }
    return false;
  }

  /** The low bits: the high ones tell the role. */
  private static int index(long user) {
    return (int) user & RECORDS - 1;
  }
}
