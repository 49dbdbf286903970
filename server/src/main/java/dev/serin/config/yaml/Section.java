package dev.serin.config.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The entries of one mapping, each key once. A value that is not as expected becomes a problem and
 * reads as absent.
 *
 * <p>Confined to one thread.
 */
public final class Section {
  /** A key with its position, and its value. */
  public record Entry(ScalarNode key, Node value) {}

  private final Node whole;
  private final Problems problems;
  private final int problemsBefore;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private Section(Node whole, Problems problems) {
    this.whole = whole;
    this.problems = problems;
    this.problemsBefore = problems.count();
  }

  /** Returns the section of a mapping with keys of any name; an empty value is an empty mapping. */
  public static Section free(String name, Node node, Problems problems) {
    return free(name, node, problems, "a mapping");
  }

  /** Returns the section of a mapping with keys of any name; {@code expected} is for messages. */
  public static Section free(String name, Node node, Problems problems, String expected) {
    var section = new Section(node, problems);
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(section::add);
    } else if (!isNothing(node)) {
      problems.add(node, name + ": " + shown(node) + " (expected: " + expected + ")");
    }
    return section;
  }

  /** Returns the section of a mapping with a fixed set of keys. */
  public static Section known(String name, Node node, Problems problems, Collection<String> keys) {
    var section = free(name, node, problems);
    section.entries.forEach((key, entry) -> {
      if (!keys.contains(key)) {
        problems.add(entry.key(), key + ": unknown key (" + Suggestion.expected(key, keys) + ")");
      }
    });
    return section;
  }

  /**
   * Returns the section under a key, with a fixed set of keys; an empty one if there is no such
   * key.
   */
  public Section child(String key, Collection<String> keys) {
    return node(key)
        .map(node -> known(key, node, problems, keys))
        .orElseGet(() -> new Section(whole, problems));
  }

  public Map<String, Entry> entries() {
    return entries;
  }

  /** The value of a key. */
  public Optional<Node> node(String key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::value);
  }

  /** Returns the value of a key, parsed as a type. */
  public <T> Optional<T> read(String key, ScalarType<T> type) {
    return node(key).flatMap(node -> read(key, node, type));
  }

  /** Returns the value of a required key, parsed as a type. */
  public <T> Optional<T> need(String key, ScalarType<T> type) {
    if (node(key).isEmpty()) {
      problems.add(whole, key + ": nothing (expected: " + type.expected() + ")");
    }
    return read(key, type);
  }

  /** Returns a value, parsed as a type. */
  public <T> Optional<T> read(String name, Node node, ScalarType<T> type) {
    var value = node instanceof ScalarNode scalar
        ? type.read().apply(scalar.getValue())
        : Optional.<T>empty();
    if (value.isEmpty()) {
      problems.add(node, name + ": " + shown(node) + " (expected: " + type.expected() + ")");
    }
    return value;
  }

  /** Returns the items of the list under a key, parsed as a type; none if there is no such key. */
  public <T> List<T> readAll(String key, ScalarType<T> type) {
    var values = new ArrayList<T>();
    items(key).forEach(item -> read(key, item, type).ifPresent(values::add));
    return values;
  }

  /** Returns the items of the list under a key; none if there is no such key. */
  public List<Node> items(String key) {
    var node = node(key);
    if (node.isPresent() && !(node.get() instanceof SequenceNode)) {
      problems.add(node.get(), key + ": " + shown(node.get()) + " (expected: a list)");
    }
    return node.isPresent() && node.get() instanceof SequenceNode list
        ? list.getValue()
        : List.of();
  }

  /** Adds a problem at the value of a key, or at the mapping if there is no such key. */
  public void refuse(String key, String message) {
    problems.add(node(key).orElse(whole), message);
  }

  /** Whether this is not a mapping; to be asked before anything is read. */
  public boolean isNoMapping() {
    return entries.isEmpty() && !isSound();
  }

  /** Whether no problem was found since this section was started. */
  public boolean isSound() {
    return problems.count() == problemsBefore;
  }

  /**
   * Returns what the maker makes of this section, if it is sound. An exception of the maker becomes
   * a problem at the entry whose name its message begins with, or else at the mapping.
   */
  public <T> Optional<T> make(Supplier<T> maker) {
    if (!isSound()) {
      return Optional.empty();
    }
    try {
      return Optional.of(maker.get());
    } catch (IllegalArgumentException e) {
      var message = String.valueOf(e.getMessage());
      refuse(message.substring(0, Math.max(message.indexOf(':'), 0)), message);
      return Optional.empty();
    }
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
      problems.add(key, name + ": duplicate of line " + line);
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
