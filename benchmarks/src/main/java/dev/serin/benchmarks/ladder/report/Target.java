package dev.serin.benchmarks.ladder.report;

import java.util.OptionalDouble;

/**
 * A figure that is to be reached.
 *
 * @param what the figure, such as {@code L3 / L2b on lr16}
 * @param found what was measured; empty if it was not
 * @param atLeast whether more is better
 */
public record Target(String what, OptionalDouble found, boolean atLeast, double bound) {
  /** Returns whether it was measured and falls short. */
  public boolean isMissed() {
    return found.isPresent()
        && !(atLeast ? found.getAsDouble() >= bound : found.getAsDouble() <= bound);
  }

  /** Returns one line about it. */
  public String text() {
    var expected = String.format(
        java.util.Locale.ROOT,
        "(expected: %s %s)",
        atLeast ? "at least" : "at most",
        number(bound));
    if (found.isEmpty()) {
      return "not measured " + what + " " + expected;
    }
    return (isMissed() ? "MISSED  " : "reached ") + what + ": " + number(found.getAsDouble()) + " "
        + expected;
  }

  private static String number(double value) {
    return String.format(java.util.Locale.ROOT, "%.2f", value);
  }
}
