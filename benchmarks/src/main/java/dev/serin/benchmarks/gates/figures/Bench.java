package dev.serin.benchmarks.gates.figures;

import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What a table needs.
 *
 * @param quick whether few replications must do
 */
public record Bench(Replications replications, Report report, boolean quick) {

  /** Repeats a simulation so often, by whether it must be quick. */
  public <T> List<T> run(
      String name, int ifQuick, int ifFull, Function<RandomGenerator, T> replication) {
    return replications.run(name, quick ? ifQuick : ifFull, replication);
  }

  /** Begins a table; the notes say with which settings its figures are found. */
  public void begin(String title, String... notes) {
    report.begin(title, notes);
  }

  /** Prints a line; it fails where a figure is named and missed. */
  public void line(Line line) {
    report.line(line);
  }
}
