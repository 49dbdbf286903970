package dev.serin.config.yaml;

import static java.util.Map.entry;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A type of values in a file.
 *
 * @param expected its description for messages
 * @param read parses a text; empty if it is not of this type
 */
public record ScalarType<T>(String expected, Function<String, Optional<T>> read) {
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
  public static ScalarType<Boolean> yesOrNo() {
    return new ScalarType<>("true or false", text -> switch (text) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    });
  }

  /** Any text except an empty one. */
  public static ScalarType<String> text(String expected) {
    return new ScalarType<>(expected, text -> Optional.of(text).filter(t -> !t.isEmpty()));
  }

  /** A whole number; the bounds are inclusive. */
  public static ScalarType<Integer> whole(int low, int high) {
    return new ScalarType<>(
        "a whole number from " + low + " to " + high,
        text -> WHOLE.matcher(text).matches()
            ? between(Long.parseLong(text), low, high).map(Long::intValue)
            : Optional.empty());
  }

  /** A number of bytes such as {@code 64MiB}; the bounds are inclusive. */
  public static ScalarType<Long> size(long low, long high, String expected) {
    return new ScalarType<>(
        expected, text -> product(SIZE, text).flatMap(bytes -> between(bytes, low, high)));
  }

  /** A duration such as {@code 7d}, of at least a millisecond and at most {@code high}. */
  public static ScalarType<Duration> duration(Duration high) {
    return new ScalarType<>(
        "more than 0 and at most " + high.toDays() + "d, such as 7d, 10m or 500ms",
        text -> product(DURATION, text)
            .flatMap(millis -> between(millis, 1, high.toMillis()))
            .map(Duration::ofMillis));
  }

  /** A duration such as {@code 5ms}, from zero to {@code high}. */
  public static ScalarType<Duration> durationFromZero(Duration high) {
    return new ScalarType<>(
        "from 0ms to " + high.toDays() + "d, such as 7d, 10m or 500ms",
        text -> product(DURATION, text)
            .flatMap(millis -> between(millis, 0, high.toMillis()))
            .map(Duration::ofMillis));
  }

  /** An exact decimal that is not negative, without trailing zeros. */
  public static ScalarType<BigDecimal> decimal(String expected) {
    return new ScalarType<>(
        expected,
        text -> NUMBER.matcher(text).matches()
            ? Optional.of(new BigDecimal(text).stripTrailingZeros())
            : Optional.empty());
  }

  /** A decimal that is not negative. */
  public static ScalarType<Double> number(String expected) {
    return decimal(expected).as(BigDecimal::doubleValue);
  }

  /** One of these constants, in lower case. */
  public static <E extends Enum<E>> ScalarType<E> oneOf(List<E> constants) {
    return oneOf(constants, constant -> constant.name().toLowerCase(Locale.ROOT));
  }

  /** One of these values, by their names. */
  public static <T> ScalarType<T> oneOf(List<T> values, Function<T, String> name) {
    return new ScalarType<>(
        "one of " + values.stream().map(name).collect(Collectors.joining(", ")),
        text -> values.stream().filter(value -> name.apply(value).equals(text)).findFirst());
  }

  /** Returns this type restricted to values that satisfy a predicate. */
  public ScalarType<T> where(Predicate<T> holds) {
    return new ScalarType<>(expected, text -> read.apply(text).filter(holds));
  }

  /** Returns this type with its values mapped. */
  public <U> ScalarType<U> as(Function<T, U> other) {
    return new ScalarType<>(expected, text -> read.apply(text).map(other));
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
      // Above any bound.
      return Optional.empty();
    }
  }

  private static Optional<Long> between(long value, long low, long high) {
    return value < low || value > high ? Optional.empty() : Optional.of(value);
  }
}
