package dev.serin.benchmarks.ladder.report;

import dev.serin.benchmarks.ladder.report.Row.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The rows of a run, in the order in which they were measured. Confined to one thread. */
public final class Rows {
  private final List<Row> rows = new ArrayList<>();

  /** Adds a row. */
  public void add(Row row) {
    rows.add(row);
  }

  /** Returns all rows. */
  public List<Row> all() {
    return List.copyOf(rows);
  }

  /** Returns the cells, each once. */
  public List<Cell> cells() {
    return rows.stream().map(Row::cell).distinct().toList();
  }

  /** Returns the models, each once. */
  public List<String> models() {
    return cells().stream().map(Cell::model).distinct().toList();
  }

  /** Returns the median of a cell's rounds; empty if it was not measured. */
  public OptionalDouble median(Cell cell, Figure figure) {
    return median(of(cell).mapToDouble(figure::of));
  }

  /** Returns the median of the ratios of rounds that ran side by side; empty if there are none. */
  public OptionalDouble ratio(Cell cell, Cell to, Figure figure) {
    return paired(cell, to, figure, (ours, theirs) -> ours / theirs);
  }

  /** Returns the median of the differences of rounds that ran side by side. */
  public OptionalDouble difference(Cell cell, Cell from, Figure figure) {
    return paired(cell, from, figure, (ours, theirs) -> ours - theirs);
  }

  private OptionalDouble paired(Cell cell, Cell other, Figure figure, DoubleBinaryOperator pair) {
    return median(of(cell)
        .flatMapToDouble(row -> of(other)
            .filter(match -> match.round() == row.round())
            .mapToDouble(match -> pair.applyAsDouble(figure.of(row), figure.of(match)))));
  }

  private Stream<Row> of(Cell cell) {
    return rows.stream().filter(row -> row.cell().equals(cell));
  }

  private static OptionalDouble median(DoubleStream values) {
    var sorted = values.sorted().toArray();
    if (sorted.length == 0) {
      return OptionalDouble.empty();
    }
    int middle = sorted.length / 2;
    return OptionalDouble.of(
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
  }
}
