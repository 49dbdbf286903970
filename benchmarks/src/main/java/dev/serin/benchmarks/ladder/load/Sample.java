package dev.serin.benchmarks.ladder.load;

import org.HdrHistogram.Histogram;

/**
 * The replies of a while, each of them the expected one.
 *
 * @param latencies how long each took, in nanoseconds
 * @param cpuNanos the processor time of the generator's threads
 */
public record Sample(double seconds, Histogram latencies, long cpuNanos) {
  private static final double NANOS_PER_MICRO = 1e3;

  /** Returns the number of replies. */
  public long replies() {
    return latencies.getTotalCount();
  }

  /** Returns the replies per second. */
  public double rate() {
    return replies() / seconds;
  }

  /** Returns the latency in microseconds that so many percent of the replies do not exceed. */
  public double micros(double percentile) {
    return latencies.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
  }
}
