package dev.serin.cli.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A terminal that understands the escape codes we write. */
final class FakeTerminal {
  private static final Pattern TOKEN =
      Pattern.compile("\u001b\\[(\\??)([0-9]*)([A-Za-z])|\\n|\\r|.", Pattern.DOTALL);

  private final int width;
  private final List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
  private int row;
  private int column;
  private boolean wrapping = true;
  private boolean cursor = true;

  FakeTerminal(int width) {
    this.width = width;
  }

  FakeTerminal write(String text) {
    var tokens = TOKEN.matcher(text);
    while (tokens.find()) {
      if (tokens.group(3) != null) {
        escape(tokens.group(1) + tokens.group(3), tokens.group(2));
      } else if (tokens.group().equals("\n")) {
        newLine();
      } else if (tokens.group().equals("\r")) {
        column = 0;
      } else {
        put(tokens.group());
      }
    }
    return this;
  }

  /** The text on it, without empty rows at the end. */
  String text() {
    return String.join("\n", rows).stripTrailing() + "\n";
  }

  /** Whether it is in the state that a shell expects. */
  boolean usual() {
    return wrapping && cursor && column == 0;
  }

  private void escape(String kind, String number) {
    switch (kind) {
      case "A" -> row = Math.max(0, row - Integer.parseInt(number));
      case "K" -> rows.get(row).setLength(Math.min(column, rows.get(row).length()));
      case "J" -> {
        rows.get(row).setLength(Math.min(column, rows.get(row).length()));
        rows.subList(row + 1, rows.size()).clear();
      }
      case "?h", "?l" -> mode(number, kind.equals("?h"));
      case "m" -> {}
      default -> throw new AssertionError("escape: " + kind);
    }
  }

  private void mode(String number, boolean on) {
    switch (number) {
      case "7" -> wrapping = on;
      case "25" -> cursor = on;
      default -> throw new AssertionError("mode: " + number);
    }
  }

  private void newLine() {
    row++;
    column = 0;
    if (row == rows.size()) {
      rows.add(new StringBuilder());
    }
  }

  private void put(String character) {
    if (column == width) {
      if (wrapping) {
        newLine();
      } else {
        column--;
      }
    }
    var line = rows.get(row);
    line.append(" ".repeat(Math.max(0, column + 1 - line.length())));
    line.replace(column, column + 1, character);
    column++;
  }
}
