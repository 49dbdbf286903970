package dev.serin.model;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often a version ran for callers since it was loaded, and on how many rows at a time. Runs
 * that failed are not counted. Thread-safe.
 */
public final class RunCounts {
  /** The most sizes that are counted apart; runs of further sizes count in the total only. */
  static final int MOST_SIZES = 256;

  private final LongAdder runs = new LongAdder();
  private final Map<Long, Sum> sizes = new ConcurrentHashMap<>();

  private static final class Sum {
    private final LongAdder runs = new LongAdder();
    private final LongAdder nanos = new LongAdder();
  }

  /** The runs on one number of rows, and how long they took in all. */
  public record Size(long runs, long nanos) {}

  RunCounts() {}

  /** Counts a run on the rows of all requests that shared it. */
  public void add(long rows, long nanos) {
    runs.increment();
    var sum = sizes.get(rows);
    if (sum == null && sizes.size() < MOST_SIZES) {
      sum = sizes.computeIfAbsent(rows, unused -> new Sum());
    }
    if (sum != null) {
      sum.runs.increment();
      sum.nanos.add(nanos);
    }
  }

  /** How many runs there were. */
  public long runs() {
    return runs.sum();
  }

  /** The runs by their rows, in ascending order. */
  public SortedMap<Long, Size> sizes() {
    var result = new TreeMap<Long, Size>();
    sizes.forEach((rows, sum) -> result.put(rows, new Size(sum.runs.sum(), sum.nanos.sum())));
    return result;
  }
}
