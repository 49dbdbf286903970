package dev.serin.cli.console;

import dev.serin.client.GateVerdict.Evidence;
import dev.serin.client.GateVerdict.Measure;
import dev.serin.client.GateVerdict.Numbers;
import dev.serin.client.ModelStatus.Version;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Formats the numbers of comparisons for people. */
public final class Figures {
  public static final String NONE = "-";

  private static final double PERCENT = 100;

  /** Shares below this are shown with more digits. */
  private static final double SMALL_PERCENT = 0.1;

  private static final int LARGE_LOG10 = 6;
  private static final double MEDIUM = 10;
  private static final double SMALL = 0.01;
  private static final int DAYS_OF_A_YEAR = 365;
  private static final int HOURS_OF_A_DAY = 24;
  private static final int SIXTY = 60;

  /** With fewer calls than this, shares are mostly noise. */
  private static final long MIN_CALLS = 50;

  private Figures() {}

  /**
   * Whether the split routed enough calls under this revision for their shares to be meaningful.
   */
  public static boolean sharesMeaningful(List<Version> versions) {
    return versions.stream().mapToLong(Version::revisionCalls).sum() >= MIN_CALLS;
  }

  /** Returns E and its threshold. */
  public static String evidence(Evidence evidence) {
    return e(evidence.log10E()) + " of " + e(evidence.log10Threshold());
  }

  /** Few digits: only the distance to the threshold matters. */
  private static String e(double log10) {
    if (log10 >= LARGE_LOG10) {
      int exponent = (int) Math.floor(log10);
      return (int) Math.pow(10, log10 - exponent) + "e" + exponent;
    }
    double e = Math.pow(10, log10);
    return e < SMALL ? "<" + SMALL : format(e < MEDIUM ? "%.2f" : "%.0f", e);
  }

  /** Returns mean, interval and number of observations. */
  public static String numbers(Measure measure, Numbers numbers) {
    if (numbers.mean().isEmpty()) {
      return NONE;
    }
    double mean = numbers.mean().getAsDouble();
    if (measure != Measure.SHARE) {
      return format(
          "%.4f [%.4f, %.4f] of %d", mean, numbers.low(), numbers.high(), numbers.observations());
    }
    var digits = PERCENT * numbers.high() < SMALL_PERCENT ? "%.4f" : "%.2f";
    return format(
        digits + " %% [" + digits + ", " + digits + "] of %d",
        PERCENT * mean,
        PERCENT * numbers.low(),
        PERCENT * numbers.high(),
        numbers.observations());
  }

  /** Returns an exact decimal from 0 to 1 in percent. */
  public static String percent(String share) {
    return new BigDecimal(share).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
  }

  /** Returns a duration in its two largest units, such as {@code 12m40s}. */
  public static String duration(Duration duration) {
    long seconds = Math.max(duration.toSeconds(), 0);
    long minutes = seconds / SIXTY;
    long hours = minutes / SIXTY;
    long days = hours / HOURS_OF_A_DAY;
    if (days >= DAYS_OF_A_YEAR) {
      return "more than a year";
    }
    if (days > 0) {
      return units(days, "d", hours % HOURS_OF_A_DAY, "h");
    }
    return hours > 0
        ? units(hours, "h", minutes % SIXTY, "m")
        : units(minutes, "m", seconds % SIXTY, "s");
  }

  private static String units(long large, String largeUnit, long small, String smallUnit) {
    if (large == 0) {
      return small + smallUnit;
    }
    return large + largeUnit + (small == 0 ? "" : format("%02d", small) + smallUnit);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
