package dev.serin.config.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Suggests the word that a user probably meant. */
public final class Suggestion {
  private static final int MAX_LENGTH = 40;

  private Suggestion() {}

  /**
   * Returns the known word with an edit distance of at most two (one for words of up to four
   * letters), or else all known words, for a message.
   */
  public static String expected(String word, Collection<String> known) {
    return nearest(word, known)
        .map(name -> "did you mean " + name + "?")
        .orElseGet(() -> "expected: one of " + String.join(", ", known));
  }

  private static Optional<String> nearest(String word, Collection<String> known) {
    if (word.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    var lower = word.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(name -> distance(lower, name) <= (word.length() > 4 ? 2 : 1))
        .min(Comparator.comparingInt(name -> distance(lower, name)));
  }

  /** The edit distance of Levenshtein (1965), by rows; the case of the known name is ignored. */
  private static int distance(String lower, String known) {
    var name = known.toLowerCase(Locale.ROOT);
    var above = new int[name.length() + 1];
    for (int column = 0; column <= name.length(); column++) {
      above[column] = column;
    }
    for (int row = 1; row <= lower.length(); row++) {
      int diagonal = above[0];
      above[0] = row;
      for (int column = 1; column <= name.length(); column++) {
        int changed = diagonal + (lower.charAt(row - 1) == name.charAt(column - 1) ? 0 : 1);
        diagonal = above[column];
        above[column] = Math.min(changed, 1 + Math.min(above[column], above[column - 1]));
      }
    }
    return above[name.length()];
  }
}
