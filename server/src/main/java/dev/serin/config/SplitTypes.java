package dev.serin.config;

import dev.serin.config.yaml.ScalarType;
import dev.serin.split.Share;
import java.util.Optional;
import java.util.regex.Pattern;

/** The types of the versions and shares of a split. */
final class SplitTypes {
  private static final Pattern VERSION_TEXT = Pattern.compile("[1-9][0-9]{0,17}");

  /** The number of a version. */
  static final ScalarType<Long> VERSION = new ScalarType<>(
      "a version: a whole number from 1 without leading zeros",
      text -> VERSION_TEXT.matcher(text).matches()
          ? Optional.of(Long.parseLong(text))
          : Optional.empty());

  /** A part of the users. */
  static final ScalarType<Share> SHARE = new ScalarType<>(
      "a decimal from 0 to 1 such as 0.05, with at most 18 digits after the point",
      SplitTypes::share);

  private SplitTypes() {}

  private static Optional<Share> share(String text) {
    try {
      return Optional.of(Share.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
