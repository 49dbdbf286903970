package dev.serin.benchmarks.gates.figures;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a number came to in each of many replications; infinite where it did not come to anything.
 * Thread-safe: immutable.
 */
public final class Sample {
  private final double[] sorted;

  private Sample(double[] sorted) {
    this.sorted = sorted;
  }

  /** These values, in any order. */
  public static Sample of(double... values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return new Sample(sorted);
  }

  /** The values of one number of each of these outcomes. */
  public static <T> Sample of(List<T> outcomes, ToDoubleFunction<T> number) {
    return of(outcomes.stream().mapToDouble(number).toArray());
  }

  int size() {
    return sorted.length;
  }

  /** Returns the smallest value that at least this share of the replications do not exceed. */
  double quantile(double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(1, Math.min(sorted.length, rank)) - 1];
  }

  double mean() {
    return Arrays.stream(sorted).average().orElseThrow();
  }

  double variance() {
    double mean = mean();
    return Arrays.stream(sorted)
        .map(value -> (value - mean) * (value - mean))
        .average()
        .orElseThrow();
  }

  /** Returns how many replications came to anything. */
  int finite() {
    return (int) Arrays.stream(sorted).filter(Double::isFinite).count();
  }
}
