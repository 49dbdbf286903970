package dev.serin.status;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * The durations of the last few minutes, in slices: the oldest slice is dropped as a whole.
 *
 * <p>Thread-safe; recording takes no lock.
 */
final class LatencyWindow {
  /** The number of closed slices kept besides the open one. */
  static final int SLICES = 10;

  private static final int DIGITS = 2;
  private static final double MICROS_PER_MILLI = 1_000;

  private final Recorder open = new Recorder(DIGITS);
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Deque<Histogram> slices = new ArrayDeque<>();

  LatencyWindow() {
    slices.add(new Histogram(DIGITS));
  }

  void record(long nanos) {
    open.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos)));
  }

  /** Closes the open slice, and drops the oldest one when there are enough. */
  void turn() {
    synchronized (lock) {
      gather();
      slices.addLast(new Histogram(DIGITS));
      if (slices.size() > SLICES) {
        slices.removeFirst();
      }
    }
  }

  /** Returns the quantiles of the window. */
  Latency read() {
    synchronized (lock) {
      gather();
      var sum = new Histogram(DIGITS);
      slices.forEach(sum::add);
      return new Latency(
          sum.getTotalCount(),
          sum.getValueAtPercentile(50) / MICROS_PER_MILLI,
          sum.getValueAtPercentile(95) / MICROS_PER_MILLI,
          sum.getValueAtPercentile(99) / MICROS_PER_MILLI,
          sum.getMaxValue() / MICROS_PER_MILLI);
    }
  }

  @GuardedBy("lock")
  private void gather() {
    slices.getLast().add(open.getIntervalHistogram());
  }
}
