package dev.serin.config.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Parses text into the nodes of one YAML document.
 *
 * <p>Aliases, anchors and tags are refused: a configuration needs none, and aliases can expand a
 * small file without bound. So are further documents, deep nesting and characters that are not
 * printable. The events are checked first, one by one, because composing nodes takes a stack frame
 * per level.
 */
final class YamlTree {
  private static final int MAX_DEPTH = 32;

  private final Problems problems;
  private final LoadSettings settings;
  private int documents;
  private int depth;

  private YamlTree(Problems problems) {
    this.problems = problems;
    this.settings = LoadSettings.builder().setAllowNonScalarKeys(true).build();
  }

  /** Returns the root, or adds the problems. */
  static Optional<Node> read(String text, Problems problems) {
    return new YamlTree(problems).read(text);
  }

  private Optional<Node> read(String text) {
    if (!isPrintable(text)) {
      return Optional.empty();
    }
    try {
      for (var event : new Parse(settings).parseString(text)) {
        if (!check(event)) {
          return Optional.empty();
        }
      }
      if (problems.count() > 0) {
        return Optional.empty();
      }
      var root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        problems.add(1, 1, "file: empty (expected: at least one setting)");
      }
      return root;
    } catch (MarkedYamlEngineException e) {
      var mark = e.getProblemMark().or(e::getContextMark);
      problems.add(mark, "YAML: " + describe(e));
    } catch (YamlEngineException e) {
      problems.add(1, 1, "YAML: " + e.getMessage());
    }
    return Optional.empty();
  }

  /** Checks an event, and returns whether to go on. */
  private boolean check(Event event) {
    if (event instanceof DocumentStartEvent && ++documents > 1) {
      problems.add(event.getStartMark(), "document: more than one (expected: one)");
      return false;
    }
    if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
      problems.add(
          event.getStartMark(), "nesting: too deep (expected: at most " + MAX_DEPTH + " levels)");
      return false;
    }
    if (event instanceof CollectionEndEvent) {
      depth--;
    }
    if (event instanceof NodeEvent node) {
      checkNode(node);
    }
    return true;
  }

  private void checkNode(NodeEvent node) {
    if (node instanceof AliasEvent alias) {
      problems.add(
          node.getStartMark(), "alias: *" + alias.getAlias() + " (expected: the value itself)");
      return;
    }
    node.getAnchor()
        .ifPresent(anchor ->
            problems.add(node.getStartMark(), "anchor: &" + anchor + " (expected: none)"));
    tag(node)
        .ifPresent(tag -> problems.add(node.getStartMark(), "tag: " + tag + " (expected: none)"));
  }

  private static Optional<String> tag(NodeEvent node) {
    if (node instanceof ScalarEvent scalar) {
      return scalar.getTag();
    }
    return node instanceof CollectionStartEvent start ? start.getTag() : Optional.empty();
  }

  private static String describe(MarkedYamlEngineException e) {
    var problem = e.getProblem();
    var context = e.getContext();
    if (problem == null) {
      return context == null ? "not understood" : context;
    }
    return context == null ? problem : context + ": " + problem;
  }

  private boolean isPrintable(String text) {
    var position = new TextPosition();
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int character = text.codePointAt(i);
      if (!StreamReader.isPrintable(character)) {
        problems.add(
            position.line(),
            position.column(),
            String.format("character: U+%04X (expected: a printable one)", character));
        return false;
      }
      position.advance(character);
    }
    return true;
  }
}
