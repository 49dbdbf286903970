package dev.serin.split;

import static java.util.stream.Collectors.toMap;

import java.util.Arrays;

/** Splits for tests. */
public final class Splits {
  private Splits() {}

  /** Parses a split such as {@code 1=0.9 2=0.1}. */
  public static Split split(String text) {
    return Split.of(Arrays.stream(text.split(" "))
        .map(entry -> entry.split("="))
        .collect(toMap(entry -> Long.valueOf(entry[0]), entry -> Share.parse(entry[1]))));
  }
}
