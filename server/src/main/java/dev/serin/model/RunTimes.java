package dev.serin.model;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** The processor times of a version's last runs. Thread-safe, without a lock. */
public final class RunTimes {
  /** The most runs in the mean. */
  static final int RUNS = 50;

  /** The fewest runs to judge by; the first ones may have been cold. */
  static final int LEAST = 5;

  private final AtomicLongArray last = new AtomicLongArray(RUNS);
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong sum = new AtomicLong();

  RunTimes() {}

  /** Adds the duration of one run, in nanoseconds. */
  public void add(long nanos) {
    int index = (int) (count.getAndIncrement() % RUNS);
    sum.addAndGet(nanos - last.getAndSet(index, nanos));
  }

  /**
   * Whether the mean of these runs is more than twice the mean of the others; false until both have
   * enough runs.
   */
  public boolean aboveTwice(RunTimes others) {
    long runs = count.get();
    long theirs = others.count.get();
    return runs >= LEAST && theirs >= LEAST && mean(runs) > 2 * others.mean(theirs);
  }

  private double mean(long runs) {
    return (double) sum.get() / Math.min(runs, RUNS);
  }
}
