package dev.serin.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The entries of one mapping, each key once. What is not as expected becomes a problem and reads as
 * if it were not there.
 *
 * <p>Confined to one thread.
 */
final class Section {
  /** A key, where it stands, and its value. */
  record Entry(ScalarNode key, Node value) {}

  private final Problems problems;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private Section(Problems problems) {
    this.problems = problems;
  }

  /** Returns the section of a mapping with keys of any name; nothing is an empty mapping. */
  static Section free(String name, Node node, Problems problems) {
    return free(name, node, problems, "a mapping");
  }

  /** Returns the section of a mapping with keys of any name, which is expected in these words. */
  static Section free(String name, Node node, Problems problems, String expected) {
    var section = new Section(problems);
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(section::add);
    } else if (!isNothing(node)) {
      problems.add(node, name + ": " + shown(node) + " (expected: " + expected + ")");
    }
    return section;
  }

  /** Returns the section of a mapping whose keys are known. */
  static Section known(String name, Node node, Problems problems, Collection<String> keys) {
    var section = free(name, node, problems);
    section.entries.forEach((key, entry) -> {
      if (!keys.contains(key)) {
        problems.add(entry.key(), key + ": unknown key (" + Suggestion.expected(key, keys) + ")");
      }
    });
    return section;
  }

  Map<String, Entry> entries() {
    return entries;
  }

  /** The value of a key. */
  Optional<Node> node(String key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::value);
  }

  /** The value of a key, read as a type says. */
  <T> Optional<T> read(String key, ScalarType<T> type) {
    return node(key).flatMap(node -> read(key, node, type));
  }

  /** A value, read as a type says. */
  <T> Optional<T> read(String name, Node node, ScalarType<T> type) {
    var value = node instanceof ScalarNode scalar
        ? type.read().apply(scalar.getValue())
        : Optional.<T>empty();
    if (value.isEmpty()) {
      problems.add(node, name + ": " + shown(node) + " (expected: " + type.expected() + ")");
    }
    return value;
  }

  /** The items of the list under a key; none if there is no such key. */
  <T> List<T> readAll(String key, ScalarType<T> type) {
    var items = new ArrayList<T>();
    node(key).ifPresent(node -> {
      if (node instanceof SequenceNode list) {
        list.getValue().forEach(item -> read(key, item, type).ifPresent(items::add));
      } else {
        problems.add(node, key + ": " + shown(node) + " (expected: a list)");
      }
    });
    return items;
  }

  private void add(NodeTuple tuple) {
    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
      problems.add(tuple.getKeyNode(), "key: " + shown(tuple.getKeyNode()) + " (expected: a name)");
      return;
    }
    var name = key.getValue();
    var first = entries.putIfAbsent(name, new Entry(key, tuple.getValueNode()));
    if (first != null) {
      int line = first.key().getStartMark().orElseThrow().getLine() + 1;
      problems.add(key, name + ": here again (expected: once; it is in line " + line + ")");
    }
  }

  private static boolean isNothing(Node node) {
    return node instanceof ScalarNode scalar
        && scalar.isPlain()
        && scalar.getValue().isEmpty();
  }

  private static String shown(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue().isEmpty() ? "nothing" : scalar.getValue();
    }
    return node instanceof SequenceNode ? "a list" : "a mapping";
  }
}
