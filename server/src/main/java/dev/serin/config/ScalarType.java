package dev.serin.config;

import static java.util.Map.entry;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What the text of a value may be.
 *
 * @param expected what it should be, in words
 * @param read the text's value, or nothing if it is not as expected
 */
record ScalarType<T>(String expected, Function<String, Optional<T>> read) {
  private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,17})(|KiB|MiB|GiB)");
  private static final Pattern DURATION = Pattern.compile("(0|[1-9][0-9]{0,17})(ms|s|m|h|d)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})?");
  private static final Map<String, Long> UNITS = Map.ofEntries(
      entry("", 1L),
      entry("KiB", 1L << 10),
      entry("MiB", 1L << 20),
      entry("GiB", 1L << 30),
      entry("ms", 1L),
      entry("s", 1_000L),
      entry("m", 60_000L),
      entry("h", 3_600_000L),
      entry("d", 86_400_000L));

  /** {@code true} or {@code false}. */
  static ScalarType<Boolean> yesOrNo() {
    return new ScalarType<>("true or false", text -> switch (text) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    });
  }

  /** Any text but an empty one. */
  static ScalarType<String> text(String expected) {
    return new ScalarType<>(expected, text -> Optional.of(text).filter(t -> !t.isEmpty()));
  }

  /** A whole number, bounds included. */
  static ScalarType<Integer> whole(int low, int high) {
    return new ScalarType<>(
        "a whole number from " + low + " to " + high,
        text -> WHOLE.matcher(text).matches()
            ? between(Long.parseLong(text), low, high).map(Long::intValue)
            : Optional.empty());
  }

  /** A number of bytes such as {@code 64MiB}, bounds included. */
  static ScalarType<Long> size(long low, long high, String expected) {
    return new ScalarType<>(
        expected, text -> product(SIZE, text).flatMap(bytes -> between(bytes, low, high)));
  }

  /** A time such as {@code 7d} that is at least a millisecond, and at most this long. */
  static ScalarType<Duration> duration(Duration high) {
    return new ScalarType<>(
        "more than 0 and at most " + high.toDays() + "d, such as 7d, 10m or 500ms",
        text -> product(DURATION, text)
            .flatMap(millis -> between(millis, 1, high.toMillis()))
            .map(Duration::ofMillis));
  }

  /** A decimal that is not negative. */
  static ScalarType<Double> number(String expected) {
    return new ScalarType<>(
        expected,
        text -> NUMBER.matcher(text).matches()
            ? Optional.of(new BigDecimal(text).doubleValue())
            : Optional.empty());
  }

  private static Optional<Long> product(Pattern pattern, String text) {
    var matcher = pattern.matcher(text);
    var unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
    if (unit == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
    } catch (ArithmeticException e) {
      // More than any bound.
      return Optional.empty();
    }
  }

  private static Optional<Long> between(long value, long low, long high) {
    return value < low || value > high ? Optional.empty() : Optional.of(value);
  }
}
