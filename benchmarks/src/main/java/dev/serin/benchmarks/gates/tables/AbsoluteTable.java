package dev.serin.benchmarks.gates.tables;

import dev.serin.benchmarks.gates.figures.Bench;
import dev.serin.benchmarks.gates.figures.Estimate;
import dev.serin.benchmarks.gates.figures.Line;
import dev.serin.benchmarks.gates.figures.Published;
import dev.serin.benchmarks.gates.figures.Sample;
import dev.serin.benchmarks.gates.figures.Table;
import dev.serin.benchmarks.gates.rules.SerinJudge;
import dev.serin.benchmarks.gates.rules.Settings;
import dev.serin.benchmarks.gates.rules.Wealth;
import dev.serin.benchmarks.gates.streams.Latency;
import dev.serin.benchmarks.gates.streams.Stop;
import dev.serin.benchmarks.gates.streams.Version;
import dev.serin.gate.GateId;
import dev.serin.gate.GateSettings.Slo;
import dev.serin.stats.BinomialBets;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * How many calls it takes to find that a share lies above a limit, or to prove that it does not.
 */
public final class AbsoluteTable implements Table {
  private static final double ALPHA = 0.01;
  private static final double OK_ALPHA = 0.05;
  private static final BigDecimal SLO_SHARE = new BigDecimal("0.3");
  private static final int LOOKS = 50;
  private static final int FEWEST_BETWEEN_LOOKS = 10;
  private static final long MILLIS = 50;
  private static final int MOST_CALLS = 1_000_000;

  private static final List<Row> ABOVE = List.of(
      new Row(0.05, 0.08, 681, 1460),
      new Row(0.05, 0.10, 298, Double.NaN),
      new Row(0.05, 0.15, 78, Double.NaN),
      new Row(0.05, 0.20, 34, Double.NaN),
      new Row(0.05, 0.30, 15, Double.NaN),
      new Row(0.01, 0.02, 1614, Double.NaN),
      new Row(0.01, 0.05, 131, Double.NaN));

  private static final List<Row> BELOW = List.of(
      new Row(0.05, 0.04, 4260, Double.NaN),
      new Row(0.05, 0.025, 357, Double.NaN),
      new Row(0.05, 0.01, 69, Double.NaN),
      new Row(0.01, 0.005, 1972, Double.NaN),
      new Row(0.01, 0.001, 348, Double.NaN),
      new Row(0.05, 0, 69, Double.NaN),
      new Row(0.01, 0, 348, Double.NaN),
      new Row(0.005, 0, 697, Double.NaN));

  @Override
  public void print(Bench bench) {
    bench.begin(
        "A share against a limit: calls until it is found to lie above, median (90 %)",
        "as named: alpha 1 %, one family of bets");
    ABOVE.forEach(row -> print(bench, row, BinomialBets.above(row.limit), ALPHA));
    bench.begin(
        "A share against a limit: calls until it is proved to lie below, median (90 %)",
        "as named: alpha 5 %, one family of bets");
    BELOW.forEach(row -> print(bench, row, BinomialBets.below(row.limit), OK_ALPHA));
  }

  private static void print(Bench bench, Row row, BinomialBets bets, double alpha) {
    String what = String.format(
        Locale.ROOT, "limit %.1f %%, true share %.1f %%", 100 * row.limit, 100 * row.share);
    var calls =
        bench.run("share " + what, 400, 2000, random -> calls(random, bets, row.share, alpha));
    bench.line(Line.of(what)
        .published(Published.median(row.median, row.tail))
        .named(Estimate.median(Sample.of(calls, Double::doubleValue)))
        .asRun(asRun(bench, what, row)));
  }

  /** A canary whose calls take either a tenth of the limit or more than it; none is a proof. */
  private static Estimate asRun(Bench bench, String what, Row row) {
    var q = BigDecimal.ONE.subtract(BigDecimal.valueOf(row.limit));
    var settings = Settings.with(new Slo(q, Duration.ofMillis(MILLIS), SLO_SHARE));
    boolean harmful = row.share > row.limit;
    int lookEvery = (int) Math.max(FEWEST_BETWEEN_LOOKS, row.median / LOOKS);
    var version = Version.failing(0).with(new Latency(MILLIS / 10.0, 0, row.share));
    return AsRun.median(
        bench,
        "share " + what,
        2 * row.median,
        AsRun.steady(0.5).both(version.slower(2)),
        () -> harmful
            ? SerinJudge.rollback(settings)
            : SerinJudge.proof(settings, GateId.Kind.LATENCY_SLO, lookEvery),
        Stop::canaryCalls);
  }

  private static double calls(
      RandomGenerator random, BinomialBets bets, double share, double alpha) {
    var wealth = new Wealth(bets, alpha);
    for (int i = 1; i <= MOST_CALLS; i++) {
      bets.add(wealth.logs(), 1, random.nextDouble() < share ? 1 : 0);
      if (wealth.suffices()) {
        return i;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  private record Row(double limit, double share, double median, double tail) {}
}
