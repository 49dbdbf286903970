package dev.serin.demo.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/** Formats numbers for people, with significant digits only. */
final class Numbers {
  static final String NONE = "–";
  static final double PERCENT = 100;

  private static final int LARGE_LOG10 = 6;
  private static final int SMALL_LOG10 = -2;
  private static final double TEN = 10;
  private static final double HUNDRED = 100;
  private static final double MILLIS = 1e3;
  private static final int THREE = 3;
  private static final String DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private Numbers() {}

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Returns an exact decimal from 0 to 1 in percent. */
  static String percent(String share) {
    return plain(new BigDecimal(share).movePointRight(2)) + " %";
  }

  /** Returns a duration in seconds, or in minutes and seconds. */
  static String duration(Duration duration) {
    double seconds = duration.toMillis() / MILLIS;
    return seconds < HUNDRED
        ? format("%.1f s", seconds)
        : format("%d min %02d s", duration.toMinutes(), duration.toSecondsPart());
  }

  /** Returns milliseconds with up to three significant digits. */
  static String millis(double millis) {
    if (!Double.isFinite(millis)) {
      return NONE;
    }
    return (millis < 1
            ? format("%.2f", millis)
            : millis < HUNDRED ? format("%.1f", millis) : format("%.0f", millis))
        + " ms";
  }

  static String millis(OptionalDouble millis) {
    return millis.isPresent() ? millis(millis.getAsDouble()) : NONE;
  }

  /** Returns a share from 0 to 1 in percent, with one digit. */
  static String share(OptionalDouble share) {
    return share.isPresent() && Double.isFinite(share.getAsDouble())
        ? format("%.1f %%", PERCENT * share.getAsDouble())
        : NONE;
  }

  /** Returns the ends of an interval of shares. */
  static String interval(double low, double high) {
    return Double.isFinite(low) && Double.isFinite(high)
        ? format("%.1f – %.1f %%", PERCENT * low, PERCENT * high)
        : NONE;
  }

  /** Returns a difference of shares, given from -1 to 1, in percentage points. */
  static String points(double difference) {
    return (difference < 0 ? "−" : "+") + format("%.1f pp", Math.abs(PERCENT * difference));
  }

  /** Returns E, given as its decimal logarithm. */
  static String evidence(double log10) {
    if (Double.isNaN(log10)) {
      return NONE;
    }
    if (Double.isInfinite(log10)) {
      return log10 > 0 ? "∞" : "0";
    }
    if (log10 >= LARGE_LOG10) {
      return power((int) Math.floor(log10));
    }
    double e = Math.pow(TEN, log10);
    if (log10 < SMALL_LOG10) {
      return "less than 0.01";
    }
    return e < TEN ? format("%.2g", e) : format("%,.0f", e);
  }

  /** Returns a power of ten. */
  static String power(int exponent) {
    return switch (exponent) {
      case 0 -> "1";
      case 1 -> "10";
      case 2 -> "100";
      default -> "10" + (exponent < 0 ? "⁻" : "") + raised(Math.abs(exponent));
    };
  }

  private static String raised(int number) {
    var text = new StringBuilder();
    Integer.toString(number).chars().forEach(digit -> text.append(DIGITS.charAt(digit - '0')));
    return text.toString();
  }

  /** Returns a number as short as possible, with at most three significant digits. */
  static String plain(double value) {
    return plain(BigDecimal.valueOf(value).round(new MathContext(THREE)));
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
