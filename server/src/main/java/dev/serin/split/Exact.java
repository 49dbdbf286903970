package dev.serin.split;

import java.math.BigDecimal;

/** Decimals in their one normal form, so that equal numbers are equal objects. */
final class Exact {
  private Exact() {}

  /** Returns the number without trailing zeros after the point and without an exponent. */
  static BigDecimal normal(BigDecimal number) {
    var stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
