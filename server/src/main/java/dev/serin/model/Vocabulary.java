package dev.serin.model;

import java.util.List;

/**
 * Values that a model itself names, such as the categories of an encoder: likely values of an
 * input.
 */
public record Vocabulary(List<String> texts, List<Long> numbers) {
  /** No values. */
  public static final Vocabulary NONE = new Vocabulary(List.of(), List.of());

  public Vocabulary {
    texts = List.copyOf(texts);
    numbers = List.copyOf(numbers);
  }
}
