package dev.serin.gate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

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
    Arrays.sort(window, 0, count);
    int rank =
        q.multiply(BigDecimal.valueOf(count)).setScale(0, RoundingMode.CEILING).intValue();
    quantileNanos = Math.max(1, window[Math.max(rank, 1) - 1]);
    count = 0;
  }
}
