package dev.serin.onnx;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The class names of a model's classifiers. Confined to its caller. */
final class ClassLabels {
  private static final Set<String> NUMBERS = Set.of("classlabels_ints", "classlabels_int64s");
  private static final String TEXTS = "classlabels_strings";

  /** A longer list is not kept: it is too long for people to read. */
  private static final int MAX = 1_000;

  private final Set<List<String>> numbers = new LinkedHashSet<>();
  private final Set<List<String>> texts = new LinkedHashSet<>();
  private final List<String> current = new ArrayList<>();

  static boolean isAttribute(String name) {
    return NUMBERS.contains(name) || name.equals(TEXTS);
  }

  /** Adds the next name of an attribute. */
  void add(String name) {
    if (current.size() <= MAX) {
      current.add(name);
    }
  }

  /** Ends an attribute of any name. */
  void endAttribute(String name) {
    if (!current.isEmpty() && current.size() <= MAX) {
      (name.equals(TEXTS) ? texts : numbers).add(List.copyOf(current));
    }
    current.clear();
  }

  /** The names that are numbers; empty unless all classifiers have the same ones. */
  List<String> numbers() {
    return only(numbers);
  }

  /** The names that are texts; empty unless all classifiers have the same ones. */
  List<String> texts() {
    return only(texts);
  }

  private static List<String> only(Set<List<String>> lists) {
    return lists.size() == 1 ? lists.iterator().next() : List.of();
  }
}
