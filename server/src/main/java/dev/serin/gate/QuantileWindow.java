package dev.serin.gate;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A quantile of stable's latency in the last full window of calls, so that it is known before the
 * calls that are compared with it. Confined to one thread.
 */
final class QuantileWindow {
  static final int SIZE = 2_000;
  private static final BigDecimal FIRST = BigDecimal.valueOf(20);

  private final BigDecimal q;
  private final int firstSize;
  private final long[] window = new long[SIZE];
  private int count;
  /** The place of the call that goes next, before the canary. */
  private int oldest;

  private long quantileNanos;

  QuantileWindow(BigDecimal q) {
    this.q = q;
    this.firstSize = firstSize(q);
  }

  /** How many calls give the first quantile: twenty of them above it, where 2,000 are enough. */
  static int firstSize(BigDecimal q) {
    return FIRST
        .divide(BigDecimal.ONE.subtract(q), 0, RoundingMode.CEILING)
        .min(BigDecimal.valueOf(SIZE))
        .intValue();
  }

  /** Adds a call from before the canary; the oldest go. */
  void before(long nanos) {
    window[oldest] = nanos;
    oldest = (oldest + 1) % SIZE;
    count = Math.min(count + 1, SIZE);
  }

  /** Takes the quantile of the calls from before the canary, if they are enough. */
  void start() {
    if (count >= firstSize) {
      turn();
    }
  }

  /** Adds a call; returns whether there is a new quantile, for the calls after this one. */
  boolean add(long nanos) {
    window[count++] = nanos;
    if (count < (quantileNanos == 0 ? firstSize : SIZE)) {
      return false;
    }
    turn();
    return true;
  }

  /** Goes on with a quantile that was known. */
  void resume(long nanos) {
    quantileNanos = nanos;
  }

  /** The quantile in nanoseconds; 0 as long as there is none. */
  long nanos() {
    return quantileNanos;
  }

  private void turn() {
    int rank =
        q.multiply(BigDecimal.valueOf(count)).setScale(0, RoundingMode.CEILING).intValue();
    quantileNanos = Math.max(1, select(window, count, Math.max(rank, 1) - 1));
    count = 0;
  }

  /**
   * Returns the number that would stand at this place if the first so many were sorted; moves them.
   * Hoare's selection: only the part with the place is divided again, so that it takes a fraction
   * of the time of sorting.
   */
  static long select(long[] numbers, int count, int place) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
      int end = divide(numbers, low, high);
      if (place <= end) {
        high = end;
      } else {
        low = end + 1;
      }
    }
    return numbers[place];
  }

  /** Moves what is not above some number before what is not below; returns where that ends. */
  private static int divide(long[] numbers, int low, int high) {
    // One of the first two is not below the median of three: both parts get something.
    long pivot = median(numbers[low], numbers[(low + high) >>> 1], numbers[high]);
    int left = low - 1;
    int right = high + 1;
    while (true) {
      do {
        left++;
      } while (numbers[left] < pivot);
      do {
        right--;
      } while (numbers[right] > pivot);
      if (left >= right) {
        return right;
      }
      long moved = numbers[left];
      numbers[left] = numbers[right];
      numbers[right] = moved;
    }
  }

  private static long median(long a, long b, long c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
