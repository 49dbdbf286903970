package dev.serin.model;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** How long the last runs of a version took. Thread-safe, without a lock. */
public final class RunTimes {
  /** The runs that the mean is of. */
  static final int RUNS = 50;

  /** So many runs tell something; the first ones may have been cold. */
  static final int LEAST = 5;

  private final AtomicLongArray last = new AtomicLongArray(RUNS);
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong sum = new AtomicLong();

  RunTimes() {}

  /** Takes the time of one run, in nanoseconds. */
  public void add(long nanos) {
    int index = (int) (count.getAndIncrement() % RUNS);
    sum.addAndGet(nanos - last.getAndSet(index, nanos));
  }

  /** Whether the mean of these runs is more than twice the mean of those; not known at first. */
  public boolean aboveTwice(RunTimes others) {
    long runs = count.get();
    long theirs = others.count.get();
    return runs >= LEAST && theirs >= LEAST && mean(runs) > 2 * others.mean(theirs);
  }

  private double mean(long runs) {
    return (double) sum.get() / Math.min(runs, RUNS);
  }
}
