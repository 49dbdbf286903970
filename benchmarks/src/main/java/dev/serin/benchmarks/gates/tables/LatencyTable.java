package dev.serin.benchmarks.gates.tables;

import dev.serin.benchmarks.gates.figures.Bench;
import dev.serin.benchmarks.gates.figures.Estimate;
import dev.serin.benchmarks.gates.figures.Line;
import dev.serin.benchmarks.gates.figures.Published;
import dev.serin.benchmarks.gates.figures.Sample;
import dev.serin.benchmarks.gates.figures.Table;
import dev.serin.benchmarks.gates.rules.QuantileRatio;
import dev.serin.benchmarks.gates.rules.SerinJudge;
import dev.serin.benchmarks.gates.streams.Latency;
import dev.serin.benchmarks.gates.streams.Load;
import dev.serin.benchmarks.gates.streams.Stop;
import dev.serin.benchmarks.gates.streams.Version;
import dev.serin.gate.GateSettings;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** How many calls of the canary it takes to find that it is slower. */
public final class LatencyTable implements Table {
  private static final double MAX_RATIO = 1.2;
  private static final int MOST_CALLS = 4_000_000;
  private static final int HEALTHY_CALLS = 100_000;
  private static final int NAIVE_CALLS = 20_000;

  private static final List<Row> ROWS = List.of(
      new Row(0.95, 0.05, 1.3, 2320),
      new Row(0.95, 0.05, 1.5, 224),
      new Row(0.95, 0.05, 2, 30),
      new Row(0.95, 0.05, 3, 11),
      new Row(0.95, 0.5, 1.3, 5001),
      new Row(0.95, 0.5, 1.5, 504),
      new Row(0.95, 0.5, 2, 102),
      new Row(0.95, 0.5, 3, 99),
      new Row(0.99, 0.05, 1.5, 1160),
      new Row(0.99, 0.05, 2, 86),
      new Row(0.99, 0.05, 3, 17));

  @Override
  public void print(Bench bench) {
    bench.begin(
        "Latency: calls of the canary until it is found more than 1.2 times as slow, median (90 %)",
        "as named: alpha 1 %, strata of 200 calls, quantile of 2,000 calls of stable");
    ROWS.forEach(row -> detection(bench, row));
    bench.begin(
        "Latency: false rollback in 100,000 calls",
        "as named: alpha 1 %, canary at the limit (1.2 times as slow) or equal");
    for (var load : List.of(Load.steady(0.05), Load.unsteady())) {
      for (double q : new double[] {0.95, 0.99}) {
        healthy(bench, q, load, 1.2, Published.rate(0.003, 0.005, 2000));
        healthy(bench, q, load, 1, Published.rate(0, 0.001, 2000));
      }
    }
    bench.begin(
        "Latency of two equal versions: the ratio of quantiles, every 1,000 of 20,000 calls");
    naive(bench, 0.95, Load.steady(0.05), 0.16);
    naive(bench, 0.99, Load.steady(0.05), 0.60);
    naive(bench, 0.95, Load.unsteady(), 0.41);
    naive(bench, 0.99, Load.unsteady(), 0.68);
  }

  private static void detection(Bench bench, Row row) {
    String what = String.format(
        Locale.ROOT, "q %.2f, canary %.0f %%, x %.1f", row.q, 100 * row.share, row.slowdown);
    var calls = bench.run(
        "latency " + what,
        120,
        1000,
        random -> calls(random, row.q, Load.steady(row.share), row.slowdown, MOST_CALLS));
    bench.line(Line.of(what)
        .published(Published.median(row.median))
        .named(Estimate.median(Sample.of(calls, Double::doubleValue)))
        .asRun(asRun(bench, what, row)));
  }

  /** All gates; the one of the 99th percentile begins at 1.5 times. */
  private static Estimate asRun(Bench bench, String what, Row row) {
    return AsRun.median(
        bench,
        "latency " + what,
        row.median / row.share,
        AsRun.steady(row.share).canary(Version.failing(0).slower(row.slowdown)),
        () -> SerinJudge.rollback(GateSettings.DEFAULT),
        Stop::canaryCalls);
  }

  private static void healthy(
      Bench bench, double q, Load load, double slowdown, Published published) {
    String what = String.format(Locale.ROOT, "q %.2f, %s, x %.1f", q, load.name(), slowdown);
    var calls = bench.run(
        "latency " + what, 60, 1000, random -> calls(random, q, load, slowdown, HEALTHY_CALLS));
    bench.line(Line.of(what)
        .published(published)
        .named(Estimate.rate(Sample.of(calls, Double::doubleValue))));
  }

  private static void naive(Bench bench, double q, Load load, double published) {
    String what = String.format(Locale.ROOT, "q %.2f, %s", q, load.name());
    var stops = bench.run("naive latency " + what, 400, 2000, random -> {
      var rule = new QuantileRatio(q, MAX_RATIO);
      var stream = load.begin(random, NAIVE_CALLS);
      for (int i = 1; i <= NAIVE_CALLS; i++) {
        rule.add(stream.nextIsCanary(), stream.millis());
        if (rule.stops()) {
          return (double) i;
        }
      }
      return Double.POSITIVE_INFINITY;
    });
    bench.line(Line.of(what)
        .published(Published.rate(published, published, 2000))
        .named(Estimate.rate(Sample.of(stops, Double::doubleValue))));
  }

  private static double calls(
      RandomGenerator random, double q, Load load, double slowdown, int most) {
    var gate = new SlowCalls(q, MAX_RATIO);
    for (int i = 0; i < SlowCalls.WINDOW; i++) {
      gate.stable(Latency.USUAL.next(random));
    }
    var stream = load.begin(random, most);
    for (int i = 0; i < most; i++) {
      if (stream.nextIsCanary()) {
        gate.canary(slowdown * stream.millis());
      } else {
        gate.stable(stream.millis());
      }
      if (gate.alarmed()) {
        return gate.canaryCalls();
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  private record Row(double q, double share, double slowdown, double median) {}
}
