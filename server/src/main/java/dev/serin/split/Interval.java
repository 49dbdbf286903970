package dev.serin.split;

import java.math.BigDecimal;

/** The numbers from {@code low} up to, but not including, {@code high}, within [0, 1). */
public record Interval(BigDecimal low, BigDecimal high) {
  /** All of [0, 1). */
  static final Interval UNIT = new Interval(BigDecimal.ZERO, BigDecimal.ONE);

  /** Strips trailing zeros and checks the bounds. */
  public Interval {
    low = Exact.normal(low);
    high = Exact.normal(high);
    if (low.signum() < 0 || low.compareTo(high) >= 0 || high.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException("interval: [" + low.toPlainString() + ", "
          + high.toPlainString() + ") (expected: 0 <= low < high <= 1)");
    }
  }

  /** The part of [0, 1) that it covers. */
  BigDecimal length() {
    return high.subtract(low);
  }

  /** The interval as in {@code [0, 0.25)}. */
  @Override
  public String toString() {
    return "[" + low.toPlainString() + ", " + high.toPlainString() + ")";
  }
}
