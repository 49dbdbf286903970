package dev.serin.model;

import java.util.List;

/**
 * Values that a model names in itself, such as the categories of an encoder: an input may well have
 * one of them.
 */
public record Vocabulary(List<String> texts, List<Long> numbers) {
  /** Names nothing. */
  public static final Vocabulary NONE = new Vocabulary(List.of(), List.of());

  public Vocabulary {
    texts = List.copyOf(texts);
    numbers = List.copyOf(numbers);
  }
}
