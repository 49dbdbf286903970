package dev.serin.model;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The durations of a version's last runs, apart by how many rows shared a run: a run of many rows
 * takes longer in all, and less for each. Sizes are grouped by powers of two: 1, 2, 3 to 4, 5 to 8,
 * and so on.
 *
 * <p>Thread-safe; {@link #expectedNanos} takes no lock.
 */
public final class RunTimes {
  private static final double LEAST_SLOW_NANOS = 1_000_000;

  /** The most runs of a size in a mean. */
  static final int RUNS = 50;

  /** The fewest runs of a size to judge by; the first ones may have been cold. */
  static final int LEAST = 5;

  /** The sizes from 1 to 2^15 rows; larger runs count as the largest size. */
  private static final int SIZES = 16;

  private final Object lock = new Object();

  @GuardedBy("lock")
  private final @Nullable Size[] sizes = new @Nullable Size[SIZES];

  /** The mean duration of each size; 0 where nothing ran. */
  private final AtomicLongArray durations = new AtomicLongArray(SIZES);

  /** The mean processor time of each size; 0 where nothing ran. */
  private final AtomicLongArray works = new AtomicLongArray(SIZES);

  RunTimes() {}

  /** The last runs of one size. */
  private static final class Size {
    private final long[] work = new long[RUNS];
    private final long[] wall = new long[RUNS];
    private final long[] rows = new long[RUNS];
    private long workSum;
    private long wallSum;
    private long rowSum;
    private long count;

    void add(long newRows, long workNanos, long wallNanos) {
      int at = (int) (count % RUNS);
      count++;
      workSum += workNanos - work[at];
      wallSum += wallNanos - wall[at];
      rowSum += newRows - rows[at];
      work[at] = workNanos;
      wall[at] = wallNanos;
      rows[at] = newRows;
    }

    double perRow() {
      return (double) workSum / rowSum;
    }

    long duration() {
      return Math.max(1, wallSum / kept());
    }

    long work() {
      return Math.max(1, workSum / kept());
    }

    long kept() {
      return Math.min(count, RUNS);
    }

    boolean enough() {
      return count >= LEAST;
    }
  }

  /**
   * Adds one run.
   *
   * @param rows of all requests that shared it, at least 1
   * @param workNanos the processor time that it took
   * @param wallNanos its duration
   */
  public void add(long rows, long workNanos, long wallNanos) {
    int index = index(rows);
    synchronized (lock) {
      var size = sizes[index];
      if (size == null) {
        size = new Size();
        sizes[index] = size;
      }
      size.add(Math.max(1, rows), workNanos, wallNanos);
      durations.set(index, size.duration());
      works.set(index, size.work());
    }
  }

  /** Forgets the runs of about this many rows. */
  void forget(long rows) {
    synchronized (lock) {
      sizes[index(rows)] = null;
    }
  }

  /**
   * Returns the mean processor time of a row in runs of about this many rows, in nanoseconds; empty
   * until there were enough of them.
   */
  public OptionalDouble nanosPerRow(long rows) {
    synchronized (lock) {
      var size = sizes[index(rows)];
      return size == null || !size.enough()
          ? OptionalDouble.empty()
          : OptionalDouble.of(size.perRow());
    }
  }

  /**
   * Returns about how long a run of this many rows lasts, in nanoseconds: the mean of that size, or
   * of the nearest smaller one that has run, or else of the nearest larger; 0 before the first run.
   */
  public long expectedNanos(long rows) {
    return nearest(durations, index(rows));
  }

  /**
   * Returns about how much processor time a run of this many rows takes, in nanoseconds, of the
   * same size as {@link #expectedNanos}. Unlike a duration it does not grow when the machine is
   * busy.
   */
  public long expectedWorkNanos(long rows) {
    return nearest(works, index(rows));
  }

  private static long nearest(AtomicLongArray means, int index) {
    for (int i = index; i >= 0; i--) {
      if (means.get(i) > 0) {
        return means.get(i);
      }
    }
    for (int i = index + 1; i < SIZES; i++) {
      if (means.get(i) > 0) {
        return means.get(i);
      }
    }
    return 0;
  }

  /**
   * Compares the processor time of a row with another version's, at the largest size of which both
   * have enough runs.
   */
  public Comparison compare(RunTimes others) {
    for (int i = SIZES - 1; i >= 0; i--) {
      var mine = nanosPerRow(1L << i);
      var theirs = others.nanosPerRow(1L << i);
      if (mine.isPresent() && theirs.isPresent()) {
        return new Comparison(1L << i, mine.getAsDouble(), theirs.getAsDouble());
      }
    }
    return Comparison.NONE;
  }

  /**
   * The processor time of a row of two versions in runs of equal size.
   *
   * @param rows the most rows of the runs; 0 if no size has enough runs of both
   */
  public record Comparison(long rows, double nanosPerRow, double otherNanosPerRow) {
    static final Comparison NONE = new Comparison(0, 0, 0);
  }

  /**
   * Whether a version is more than twice as slow as another one in runs of equal size, all sizes of
   * which both have enough runs taken together; false until that is known. A version that only ran
   * alone is compared with larger runs of the other, which take at least as long as smaller ones.
   * One without runs of a millisecond is not slow: it holds up nobody, and in a process of its own,
   * or called seldom, the shortest runs take several times as long.
   */
  public boolean aboveTwice(RunTimes others) {
    return longestNanos() >= LEAST_SLOW_NANOS && aboveTwiceAtEqualSize(others);
  }

  private double longestNanos() {
    double longest = 0;
    for (int i = 0; i < SIZES; i++) {
      longest = Math.max(longest, mean(i).nanosPerRow() * (1L << i));
    }
    return longest;
  }

  private boolean aboveTwiceAtEqualSize(RunTimes others) {
    double mine = 0;
    double theirs = 0;
    for (int i = 0; i < SIZES; i++) {
      var one = mean(i);
      var other = others.mean(i);
      long weight = Math.min(one.runs(), other.runs());
      mine += weight * one.nanosPerRow();
      theirs += weight * other.nanosPerRow();
    }
    return theirs > 0 ? mine > 2 * theirs : aboveTwiceOfLarger(others);
  }

  private boolean aboveTwiceOfLarger(RunTimes others) {
    for (int i = 0; i < SIZES; i++) {
      var mine = nanosPerRow(1L << i);
      for (int j = i + 1; mine.isPresent() && j < SIZES; j++) {
        var theirs = others.nanosPerRow(1L << j);
        if (theirs.isPresent()
            && mine.getAsDouble() * (1L << i) > 2 * theirs.getAsDouble() * (1L << j)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The mean of a size, and of how many runs; of none if there were too few. */
  private record Mean(long runs, double nanosPerRow) {
    static final Mean NONE = new Mean(0, 0);
  }

  private Mean mean(int index) {
    synchronized (lock) {
      var size = sizes[index];
      return size == null || !size.enough() ? Mean.NONE : new Mean(size.kept(), size.perRow());
    }
  }

  /** The power of two of a number of rows, rounded up. */
  private static int index(long rows) {
    int index = rows <= 1 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(rows - 1);
    return Math.min(index, SIZES - 1);
  }
}
