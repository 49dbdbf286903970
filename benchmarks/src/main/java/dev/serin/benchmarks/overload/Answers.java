package dev.serin.benchmarks.overload;

import io.grpc.Status;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** What the callers of a while got. Thread-safe. */
final class Answers {
  private static final int DIGITS = 3;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Recorder stable = new Recorder(DIGITS);
  private final Recorder canary = new Recorder(DIGITS);
  private final Recorder refused = new Recorder(DIGITS);
  private final LongAdder failed = new LongAdder();
  private volatile String failure = "";

  /** A version answered after this time. */
  void answered(boolean byStable, long nanos) {
    (byStable ? stable : canary).recordValue(nanos);
  }

  /** The gateway refused, or something failed. */
  void ended(Status status, long nanos) {
    if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
      refused.recordValue(nanos);
    } else {
      failed.increment();
      failure = status.toString();
    }
  }

  /**
   * The figures of a while.
   *
   * @param failed the calls that were neither answered nor refused
   */
  record Figures(
      double seconds,
      Histogram stable,
      Histogram canary,
      Histogram refused,
      long failed,
      String failure) {
    /** The answers of either version per second. */
    double goodput() {
      return (stable.getTotalCount() + canary.getTotalCount()) / seconds;
    }

    /** The time in milliseconds that so many percent of stable's answers do not exceed. */
    double stableMillis(double percentile) {
      return stable.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }

    /** The time in milliseconds that so many percent of the refusals do not exceed. */
    double refusedMillis(double percentile) {
      return refused.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }
  }

  /** Returns the figures since the last call of this method. */
  Figures take(double seconds) {
    return new Figures(
        seconds,
        stable.getIntervalHistogram(),
        canary.getIntervalHistogram(),
        refused.getIntervalHistogram(),
        failed.sumThenReset(),
        failure);
  }
}
