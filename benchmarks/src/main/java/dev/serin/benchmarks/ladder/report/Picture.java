package dev.serin.benchmarks.ladder.report;

import dev.serin.benchmarks.ladder.report.Row.Figure;
import java.util.List;
import java.util.Locale;

/**
 * The throughput and the 99th percentile of each rung as bars in SVG, a panel for each model, on
 * logarithmic scales.
 */
public final class Picture {
  private static final int PANEL = 900;
  private static final int BAR = 14;
  private static final int GAP = 4;
  private static final int TITLE = 34;
  private static final int NAMES = 110;
  private static final int HALF = 290;
  private static final int VALUE = 70;
  private static final double DECADES = 5;

  private final Rows rows;
  private final int inFlight;

  /**
   * Draws rows.
   *
   * @param inFlight the calls in flight at which all rungs are compared
   */
  public Picture(Rows rows, int inFlight) {
    this.rows = rows;
    this.inFlight = inFlight;
  }

  /** Returns the picture. */
  public String svg() {
    var body = new StringBuilder();
    int top = 0;
    for (var model : rows.models()) {
      top = panel(body, model, top);
    }
    return String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"11\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
            PANEL,
            top + GAP)
        + body + "</svg>\n";
  }

  private int panel(StringBuilder body, String model, int top) {
    var cells = rows.cells().stream()
        .filter(cell -> cell.model().equals(model)
            && cell.concurrency() == inFlight
            && !cell.rung().equals(Tables.RAW))
        .toList();
    text(body, GAP, top + 20, "start", model);
    text(body, NAMES, top + 20, "start", "calls per second, " + inFlight + " in flight");
    text(body, NAMES + HALF + VALUE, top + 20, "start", "p99 in ms");
    int y = top + TITLE;
    for (var cell : cells) {
      text(body, NAMES - GAP, y + BAR - GAP + 1, "end", cell.name());
      bar(body, NAMES, y, color(cell), rows.median(cell, Figure.RPS).orElse(1), 1, "%.0f");
      bar(
          body,
          NAMES + HALF + VALUE,
          y,
          color(cell),
          rows.median(cell, Figure.P99).orElse(1) / 1e3,
          0.01,
          "%.2f");
      y += BAR + GAP;
    }
    return y;
  }

  private static void bar(
      StringBuilder body, int x, int y, String color, double value, double least, String format) {
    double part = Math.log10(Math.max(value, least) / least) / DECADES;
    int width = (int) Math.max(1, Math.min(1, part) * HALF);
    body.append(String.format(
        Locale.ROOT,
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n",
        x,
        y,
        width,
        BAR,
        color));
    text(
        body,
        x + width + GAP,
        y + BAR - GAP + 1,
        "start",
        String.format(Locale.ROOT, format, value));
  }

  private static void text(StringBuilder body, int x, int y, String anchor, String text) {
    body.append(String.format(
        Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text));
  }

  private static String color(Cell cell) {
    boolean bare = List.of("L1", "L2a", "L2b", "naive").contains(cell.rung());
    return cell.rung().startsWith("L3") ? "#d1495b" : bare ? "#8d99ae" : "#30638e";
  }
}
