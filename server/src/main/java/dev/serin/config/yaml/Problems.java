package dev.serin.config.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects the mistakes of one file. Confined to one thread. */
public final class Problems {
  /** The longest message; values may have any length. */
  private static final int MAX_LENGTH = 300;

  private final String file;
  private final List<Problem> found = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  /** Adds a mistake at the start of a node. */
  public void add(Node node, String message) {
    add(node.getStartMark(), message);
  }

  /** Adds a mistake at a mark of the parser, which counts from 0. */
  public void add(Optional<Mark> mark, String message) {
    add(mark.map(Mark::getLine).orElse(0) + 1, mark.map(Mark::getColumn).orElse(0) + 1, message);
  }

  /** Adds a mistake at a line and column, which count from 1. */
  public void add(int line, int column, String message) {
    found.add(new Problem(file, line, column, clean(message)));
  }

  public int count() {
    return found.size();
  }

  /** The mistakes in the order of the text. */
  List<Problem> inOrder() {
    return found.stream()
        .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
        .toList();
  }

  /** Returns one line of bounded length, as messages contain values verbatim. */
  private static String clean(String message) {
    int end = Math.min(message.length(), MAX_LENGTH);
    var line = message.substring(0, end).replaceAll("[\\p{Cntrl}\\p{Cs}\\u2028\\u2029]", "?");
    return end < message.length() ? line + "..." : line;
  }
}
