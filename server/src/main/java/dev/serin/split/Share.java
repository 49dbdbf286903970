package dev.serin.split;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * A part of the users: an exact decimal from 0 to 1 with at most 18 digits after the point. Equal
 * by value: 0.1 equals 0.10.
 */
public record Share(BigDecimal value) implements Comparable<Share> {
  /** The most digits after the point. */
  private static final int DIGITS = 18;
  /** Zeros, then 0 or 1: any other number before the point is more than 1. */
  private static final Pattern TEXT = Pattern.compile("0*[01](\\.[0-9]{1," + DIGITS + "})?");

  public static final Share ZERO = new Share(BigDecimal.ZERO);
  public static final Share ONE = new Share(BigDecimal.ONE);

  /** Strips trailing zeros and checks the bounds. */
  public Share {
    value = Exact.normal(value);
    if (value.signum() < 0 || value.compareTo(BigDecimal.ONE) > 0 || value.scale() > DIGITS) {
      throw refused(value.toPlainString());
    }
  }

  /**
   * Parses a share such as {@code 0.05}, without sign, exponent, fraction or percentage.
   *
   * @throws IllegalArgumentException if the text is not a share
   */
  public static Share parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw refused(text);
    }
    return new Share(new BigDecimal(text));
  }

  public boolean isZero() {
    return value.signum() == 0;
  }

  /** The difference, which must not be negative. */
  public Share minus(Share other) {
    return new Share(value.subtract(other.value));
  }

  @Override
  public int compareTo(Share other) {
    return value.compareTo(other.value);
  }

  /** The decimal without trailing zeros, as in {@code 0.9} or {@code 1}. */
  @Override
  public String toString() {
    return value.toPlainString();
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException("share: " + text
        + " (expected: a decimal from 0 to 1 such as 0.05, with at most " + DIGITS
        + " digits after the point)");
  }
}
