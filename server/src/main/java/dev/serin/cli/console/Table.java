package dev.serin.cli.console;

import dev.serin.cli.console.Console.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Rows of text in aligned columns under a header. Long text wraps within its column. Confined to
 * one thread.
 */
public final class Table {
  private static final String GAP = "  ";

  /** The widest column, in characters. */
  private static final int WIDEST = 100;

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... header) {
    this.header = List.of(header);
  }

  /** Adds a row, with one cell for each column. */
  public void add(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(
          "cells: " + cells.length + " (expected: " + header.size() + ")");
    }
    var parts = Stream.of(cells).map(cell -> StyledText.wrap(cell, WIDEST)).toList();
    int lines = parts.stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < lines; i++) {
      int line = i;
      rows.add(
          parts.stream().map(cell -> line < cell.size() ? cell.get(line) : "").toList());
    }
  }

  public void print(Console console) {
    console.print(console.styled(Style.BOLD, line(widths(), header, cell -> cell)));
    body(console).forEach(console::print);
  }

  /** Returns the rows without the header, whose cells may be empty. */
  public List<String> body(Console console) {
    var widths = widths();
    return rows.stream()
        .map(row -> line(widths, row, cell -> coloured(console, cell)))
        .toList();
  }

  private int[] widths() {
    var widths = new int[header.size()];
    widen(widths, header);
    rows.forEach(row -> widen(widths, row));
    return widths;
  }

  private static void widen(int[] widths, List<String> cells) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], cells.get(i).length());
    }
  }

  /** Styles take no width, so the padding is computed without them. */
  private static String line(int[] widths, List<String> cells, UnaryOperator<String> style) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      var cell = cells.get(i);
      line.append(style.apply(cell))
          .append(" ".repeat(widths[i] - cell.length()))
          .append(GAP);
    }
    return line.toString().stripTrailing();
  }

  /** Colours states and verdicts. */
  private static String coloured(Console console, String cell) {
    return switch (cell.toLowerCase(Locale.ROOT)) {
      case "ready", "serving", "ok" -> console.styled(Style.GREEN, cell);
      case "loading", "degraded", "warn", "retired" -> console.styled(Style.YELLOW, cell);
      case "rejected", "not_serving", "fail", "harm" -> console.styled(Style.RED, cell);
      default -> cell;
    };
  }
}
