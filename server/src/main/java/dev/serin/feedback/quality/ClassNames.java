package dev.serin.feedback.quality;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The names of a model's classes in the order of their indexes, and the numbers that denote them.
 * Thread-safe: immutable.
 */
public final class ClassNames {
  private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,17}");

  private final List<String> all;

  /**
   * The index of each class by the number in its name, with true and false as 1 and 0; empty for
   * other names.
   */
  private final Map<Long, Integer> indexes;

  public ClassNames(List<String> all) {
    this.all = List.copyOf(all);
    this.indexes = Map.copyOf(indexes(all));
  }

  private static Map<Long, Integer> indexes(List<String> names) {
    var lower = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    var indexes = new HashMap<Long, Integer>();
    if (lower.size() == 2 && lower.contains("false") && lower.contains("true")) {
      indexes.put(0L, lower.indexOf("false"));
      indexes.put(1L, lower.indexOf("true"));
    } else if (names.stream().allMatch(name -> NUMBER.matcher(name).matches())) {
      for (int index = 0; index < names.size(); index++) {
        indexes.put(Long.parseLong(names.get(index)), index);
      }
    }
    return indexes;
  }

  List<String> all() {
    return all;
  }

  /** Whether numbers name the classes. */
  boolean areNumbers() {
    return !indexes.isEmpty();
  }

  /** The index of the class that a number names; -1 if it names none. */
  int index(long number) {
    return indexes.getOrDefault(number, -1);
  }

  /** Whether a number names a class with another index. */
  boolean differFromIndexes() {
    return indexes.entrySet().stream().anyMatch(each -> each.getKey() != (long) each.getValue());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassNames names && all.equals(names.all);
  }

  @Override
  public int hashCode() {
    return all.hashCode();
  }

  @Override
  public String toString() {
    return all.toString();
  }
}
