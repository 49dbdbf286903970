package dev.serin.benchmarks.gates.tables;

import dev.serin.benchmarks.gates.figures.Bench;
import dev.serin.benchmarks.gates.figures.Estimate;
import dev.serin.benchmarks.gates.figures.Line;
import dev.serin.benchmarks.gates.figures.Published;
import dev.serin.benchmarks.gates.figures.Sample;
import dev.serin.benchmarks.gates.figures.Table;
import dev.serin.benchmarks.gates.rules.Wealth;
import dev.serin.stats.BoundedBets;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** How many requests, answered by both versions, it takes to tell which one is wrong more often. */
public final class PairedTable implements Table {
  private static final double ALPHA = 0.01;
  private static final double OK_ALPHA = 0.05;
  private static final int MOST_PAIRS = 1_000_000;

  private static final List<Row> ROWS = List.of(
      new Row("2 pp worse", 0.03, 0.01, BoundedBets.above(0), ALPHA, 1143),
      new Row("2 pp worse", 0.04, 0.02, BoundedBets.above(0), ALPHA, 1702),
      new Row("5 pp worse", 0.06, 0.01, BoundedBets.above(0), ALPHA, 312),
      new Row("equal, margin 2 pp", 0.02, 0.02, BoundedBets.below(0.02), OK_ALPHA, 867),
      new Row("equal, margin 1 pp", 0.02, 0.02, BoundedBets.below(0.01), OK_ALPHA, 2958));

  @Override
  public void print(Bench bench) {
    bench.begin(
        "Shadow: pairs of answers until harm is found, or proved absent, median (90 %)",
        "as named: alpha 1 % for harm, 5 % for a proof");
    for (var row : ROWS) {
      String what = String.format(
          Locale.ROOT, "%s, %.0f %% disagree", row.what, 100 * (row.worse + row.better));
      var pairs = bench.run("paired " + what, 400, 2000, random -> pairs(random, row));
      bench.line(Line.of(what)
          .published(Published.median(row.median))
          .named(Estimate.median(Sample.of(pairs, Double::doubleValue))));
    }
  }

  private static double pairs(RandomGenerator random, Row row) {
    var wealth = new Wealth(row.bets, row.alpha);
    for (int i = 1; i <= MOST_PAIRS; i++) {
      double u = random.nextDouble();
      row.bets.add(wealth.logs(), u < row.worse ? 1 : u < row.worse + row.better ? -1 : 0);
      if (wealth.suffices()) {
        return i;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  /**
   * How two versions disagree.
   *
   * @param worse the share of requests that the canary alone gets wrong
   * @param better the share that stable alone gets wrong
   */
  private record Row(
      String what, double worse, double better, BoundedBets bets, double alpha, double median) {}
}
