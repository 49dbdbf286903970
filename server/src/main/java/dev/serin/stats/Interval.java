package dev.serin.stats;

/** The numbers from {@code low} to {@code high}, both included. */
public record Interval(double low, double high) {
  /** Checks the order and refuses NaN. */
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "interval: " + low + " to " + high + " (expected: low <= high)");
    }
  }

  /** Whether the number lies in the interval. */
  public boolean contains(double number) {
    return low <= number && number <= high;
  }
}
