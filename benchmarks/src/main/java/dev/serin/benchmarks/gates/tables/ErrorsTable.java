package dev.serin.benchmarks.gates.tables;

import dev.serin.benchmarks.gates.figures.Bench;
import dev.serin.benchmarks.gates.figures.Estimate;
import dev.serin.benchmarks.gates.figures.Line;
import dev.serin.benchmarks.gates.figures.Published;
import dev.serin.benchmarks.gates.figures.Sample;
import dev.serin.benchmarks.gates.figures.Table;
import dev.serin.benchmarks.gates.rules.PooledCounts;
import dev.serin.benchmarks.gates.rules.SerinJudge;
import dev.serin.benchmarks.gates.rules.Wealth;
import dev.serin.benchmarks.gates.streams.Stop;
import dev.serin.benchmarks.gates.streams.Strata;
import dev.serin.benchmarks.gates.streams.Version;
import dev.serin.gate.GateSettings;
import dev.serin.stats.FisherBets;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** How many calls of the canary it takes to find that it errs more often. */
public final class ErrorsTable implements Table {
  private static final double ALPHA = 0.01;
  private static final int STRATUM = 50;
  private static final int HEALTHY_STRATUM = 100;
  private static final int HEALTHY_CALLS = 200_000;
  private static final int FEWEST_FOR_Z = 100;

  /** No row needs a hundredth of them. */
  private static final int MOST_CALLS = 20_000_000;

  private static final List<Row> ROWS = List.of(
      new Row(0.001, 0.01, 0.05, 402, 1030),
      new Row(0.001, 0.01, 0.1, 450, 1140),
      new Row(0.001, 0.01, 0.5, 1111, 2167),
      new Row(0.001, 0.003, 0.05, 4608, 10_600),
      new Row(0.001, 0.003, 0.1, 5092, Double.NaN),
      new Row(0.001, 0.003, 0.5, 9082, Double.NaN),
      new Row(0.001, 0.002, 0.05, 18_000, 33_000),
      new Row(0.001, 0.002, 0.1, 17_000, Double.NaN),
      new Row(0.001, 0.002, 0.5, 32_100, Double.NaN),
      new Row(0.01, 0.1, 0.05, 41, 91),
      new Row(0.01, 0.1, 0.1, 49, 108),
      new Row(0.01, 0.1, 0.5, 122, 223),
      new Row(0.01, 0.03, 0.05, 460, 1037),
      new Row(0.01, 0.03, 0.1, 484, Double.NaN),
      new Row(0.01, 0.03, 0.5, 976, Double.NaN),
      new Row(0.01, 0.02, 0.05, 1686, 3518),
      new Row(0.01, 0.02, 0.1, 1654, Double.NaN),
      new Row(0.01, 0.02, 0.5, 3290, Double.NaN),
      new Row(0.05, 0.1, 0.05, 298, 659),
      new Row(0.05, 0.1, 0.1, 304, Double.NaN),
      new Row(0.05, 0.1, 0.5, 660, Double.NaN),
      new Row(0.05, 0.07, 0.05, 1926, 3549),
      new Row(0.05, 0.07, 0.1, 2012, Double.NaN),
      new Row(0.05, 0.07, 0.5, 3639, Double.NaN));

  private static final List<Healthy> HEALTHY = List.of(
      new Healthy(0.05, 0.001, 0.0043),
      new Healthy(0.05, 0.01, 0.0040),
      new Healthy(0.05, 0.05, 0.0040),
      new Healthy(0.5, 0.001, 0.0070),
      new Healthy(0.5, 0.01, 0.0060),
      new Healthy(0.5, 0.05, 0.0038));

  private final FisherBets bets = FisherBets.harm(1);

  @Override
  public void print(Bench bench) {
    bench.begin(
        "Errors: calls of the canary until rollback, median (90 %)",
        "as named: alpha 1 %, strata of 50 calls, one family of bets");
    ROWS.forEach(row -> detection(bench, row));
    bench.begin(
        "Errors of two equal versions: false rollback in 200,000 calls",
        "as named: alpha 1 %, strata of 100 calls, one family of bets");
    HEALTHY.forEach(healthy -> healthy(bench, healthy));
  }

  private void detection(Bench bench, Row row) {
    String what = String.format(
        Locale.ROOT,
        "%.1f -> %.1f %%, canary %.0f %%",
        100 * row.stable,
        100 * row.canary,
        100 * row.share);
    var strata = new Strata(STRATUM, row.share, row.stable, row.canary);
    var stops = bench.run(
        "errors " + what, 300, 2000, random -> stops(random, strata, MOST_CALLS / STRATUM));
    bench.line(Line.of(what)
        .published(Published.median(row.median, row.tail))
        .named(Estimate.median(Sample.of(stops, Stops::ours)))
        .asRun(asRun(bench, what, row))
        .usual("peeked z: " + Estimate.median(Sample.of(stops, Stops::z)).text()));
  }

  private static Estimate asRun(Bench bench, String what, Row row) {
    return AsRun.median(
        bench,
        "errors " + what,
        row.median / row.share,
        AsRun.steady(row.share)
            .stable(Version.failing(row.stable))
            .canary(Version.failing(row.canary)),
        () -> SerinJudge.rollback(GateSettings.DEFAULT),
        Stop::canaryCalls);
  }

  private void healthy(Bench bench, Healthy healthy) {
    String what = String.format(
        Locale.ROOT, "%.1f %%, canary %.0f %%", 100 * healthy.rate, 100 * healthy.share);
    var strata = new Strata(HEALTHY_STRATUM, healthy.share, healthy.rate, healthy.rate);
    int most = HEALTHY_CALLS / HEALTHY_STRATUM;
    var stops =
        bench.run("healthy errors " + what, 600, 10_000, random -> stops(random, strata, most));
    bench.line(Line.of(what)
        .published(Published.rate(healthy.rollback, healthy.rollback, 4000))
        .named(Estimate.rate(Sample.of(stops, Stops::ours)))
        .usual("peeked z: " + Estimate.rate(Sample.of(stops, Stops::z)).text()));
  }

  private Stops stops(RandomGenerator random, Strata strata, int most) {
    var wealth = new Wealth(bets, ALPHA);
    var counts = new PooledCounts();
    double ours = Double.POSITIVE_INFINITY;
    double z = Double.POSITIVE_INFINITY;
    for (int i = 0; i < most && (Double.isInfinite(ours) || Double.isInfinite(z)); i++) {
      var s = strata.next(random);
      bets.add(wealth.logs(), s.canary(), s.canaryBad(), s.stable(), s.stableBad());
      counts.add(s.canary(), s.canaryBad(), s.stable(), s.stableBad());
      if (Double.isInfinite(ours) && wealth.suffices()) {
        ours = counts.canary();
      }
      if (Double.isInfinite(z)
          && counts.canary() >= FEWEST_FOR_Z
          && counts.z() > PooledCounts.ONE_PERCENT) {
        z = counts.canary();
      }
    }
    return new Stops(ours, z);
  }

  /** Calls of the canary until each rule stopped. */
  private record Stops(double ours, double z) {}

  /**
   * Error rates of two versions, and what was published.
   *
   * @param share the canary's
   * @param tail what 90 % did not exceed; NaN where it was not told
   */
  private record Row(double stable, double canary, double share, double median, double tail) {}

  /** The error rate of both versions, and how often one was rolled back. */
  private record Healthy(double share, double rate, double rollback) {}
}
