package dev.serin.benchmarks.gates.figures;

import java.util.Locale;

/** What a figure counts, and how it is written. */
public enum Unit {
  /** Calls, labels, pairs or users. */
  COUNT("%,.0f", 1),
  /** A share of the replications. */
  PERCENT("%.2f %%", 100),
  MINUTES("%.1f min", 1),
  SECONDS("%,.0f s", 1),
  MICROSECONDS("%.2f us", 1),
  NANOSECONDS("%.0f ns", 1),
  /** Percentage points. */
  POINTS("%+.1f pp", 1);

  private final String format;
  private final double scale;

  Unit(String format, double scale) {
    this.format = format;
    this.scale = scale;
  }

  String text(double value) {
    return Double.isInfinite(value) ? "never" : String.format(Locale.ROOT, format, scale * value);
  }
}
