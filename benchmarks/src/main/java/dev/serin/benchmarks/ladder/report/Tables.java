package dev.serin.benchmarks.ladder.report;

import dev.serin.benchmarks.ladder.report.Row.Figure;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Rows as tables in Markdown, one for each model and kind of load. */
public final class Tables {
  /** The rung of ONNX Runtime alone, whose calls are runs of a batch. */
  public static final String RAW = "L0";

  private static final String BATCHED = "L2b";
  private static final String ECHO = "L1";
  private static final String NAIVE = "naive";
  private static final int PERCENT = 100;

  private final Rows rows;
  private final int inFlight;

  /**
   * Makes tables.
   *
   * @param inFlight the calls in flight at which all rungs are compared
   */
  public Tables(Rows rows, int inFlight) {
    this.rows = rows;
    this.inFlight = inFlight;
  }

  /** Returns all tables. */
  public String text() {
    return rows.models().stream().map(this::text).collect(Collectors.joining("\n"));
  }

  /** Returns the tables of one model. */
  public String text(String model) {
    var cells = rows.cells().stream().filter(cell -> cell.model().equals(model)).toList();
    var same = cells.stream().filter(this::isCommon).toList();
    var others = cells.stream().filter(cell -> !isCommon(cell)).toList();
    return "**" + model + "**, " + inFlight + " in flight\n\n" + ladder(same)
        + (others.isEmpty() ? "" : "\n" + loads(model, others));
  }

  private boolean isCommon(Cell cell) {
    return cell.concurrency() == inFlight && !cell.rung().equals(RAW);
  }

  private String ladder(List<Cell> cells) {
    return line(
            "rung",
            "calls/s",
            "of L1",
            "of L2b",
            "of naive",
            "CPU us",
            "p50 us",
            "p99 us",
            "p99.9 us",
            "batch",
            "generator us",
            "rest of machine")
        + separator(12)
        + cells.stream().map(this::ladder).collect(Collectors.joining());
  }

  private String ladder(Cell cell) {
    return line(
        cell.name(),
        number("%.0f", rows.median(cell, Figure.RPS)),
        ratio(cell, ECHO),
        ratio(cell, BATCHED),
        ratio(cell, NAIVE),
        number("%.1f", rows.median(cell, Figure.CPU)),
        number("%.0f", rows.median(cell, Figure.P50)),
        number("%.0f", rows.median(cell, Figure.P99)),
        number("%.0f", rows.median(cell, Figure.P999)),
        number("%.1f", rows.median(cell, Figure.BATCH)),
        number("%.1f", rows.median(cell, Figure.GENERATOR)),
        percent(rows.median(cell, Figure.ELSEWHERE)));
  }

  private String loads(String model, List<Cell> cells) {
    return "**" + model + "**, other loads (an open loop's rate is a part of the capacity)\n\n"
        + line(
            "rung",
            "load",
            "calls/s",
            "CPU us",
            "p50 us",
            "p99 us",
            "p99.9 us",
            "batch",
            "rest of machine")
        + separator(9)
        + cells.stream().map(this::load).collect(Collectors.joining());
  }

  private String load(Cell cell) {
    return line(
        cell.name(),
        under(cell),
        number("%.0f", rows.median(cell, Figure.RPS)),
        number("%.1f", rows.median(cell, Figure.CPU)),
        number("%.0f", rows.median(cell, Figure.P50)),
        number("%.0f", rows.median(cell, Figure.P99)),
        number("%.0f", rows.median(cell, Figure.P999)),
        number("%.1f", rows.median(cell, Figure.BATCH)),
        percent(rows.median(cell, Figure.ELSEWHERE)));
  }

  private static String under(Cell cell) {
    if (cell.rung().equals(RAW)) {
      return "runs of " + cell.concurrency();
    }
    return cell.percent() > 0 ? cell.percent() + " %" : cell.concurrency() + " in flight";
  }

  private String ratio(Cell cell, String to) {
    var other = Cell.closed(to, "", cell.model(), cell.concurrency());
    return number("%.2f", rows.ratio(cell, other, Figure.RPS));
  }

  private static String percent(OptionalDouble part) {
    return part.isEmpty() ? "" : Math.round(part.getAsDouble() * PERCENT) + " %";
  }

  private static String number(String format, OptionalDouble value) {
    return value.isEmpty() || Double.isNaN(value.getAsDouble())
        ? ""
        : String.format(Locale.ROOT, format, value.getAsDouble());
  }

  private static String line(String... fields) {
    return "| " + String.join(" | ", fields) + " |\n";
  }

  private static String separator(int columns) {
    return "|---" + "|--:".repeat(columns - 1) + "|\n";
  }
}
