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
import dev.serin.benchmarks.gates.streams.Labels;
import dev.serin.benchmarks.gates.streams.Stop;
import dev.serin.benchmarks.gates.streams.Version;
import dev.serin.gate.GateId;
import dev.serin.gate.GateSettings;
import dev.serin.stats.BoundedBets;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** How many labels of the canary it takes to find that it is worse, or to prove that it is not. */
public final class QualityTable implements Table {
  private static final double ALPHA = 0.01;
  private static final double OK_ALPHA = 0.05;
  private static final double STABLE = 0.1;
  private static final int MOST_LABELS = 4_000_000;
  private static final int MANY = 2000;
  private static final int HEALTHY_LABELS = 100_000;

  private static final List<Row> HARM = List.of(
      new Row(0.12, 0.25, 0, 4628, 8917),
      new Row(0.15, 0.05, 0, 600, 1165),
      new Row(0.15, 0.5, 0, 1289, Double.NaN),
      new Row(0.2, 0.05, 0, 170, 339),
      new Row(0.2, 0.5, 0, 382, Double.NaN));

  private static final List<Row> OK = List.of(
      new Row(0.1, 0.05, 0.02, 1908, Double.NaN),
      new Row(0.1, 0.5, 0.02, 4064, Double.NaN),
      new Row(0.1, 0.05, 0.03, 943, Double.NaN),
      new Row(0.1, 0.5, 0.03, 1854, Double.NaN),
      new Row(0.1, 0.05, 0.01, 7700, Double.NaN),
      new Row(0.1, 0.5, 0.01, 14_200, Double.NaN),
      new Row(0.09, 0.05, 0.02, 917, Double.NaN),
      new Row(0.09, 0.5, 0.02, 1771, Double.NaN));

  @Override
  public void print(Bench bench) {
    bench.begin(
        "Quality: labels of the canary until it is found to be wrong more often than stable's 10 %",
        "as named: alpha 1 %, matched blocks, no margin");
    HARM.forEach(row -> detection(bench, "harm", row, harm(row.share, row.canary, row.margin)));
    bench.begin(
        "Quality: labels of the canary until it is proved to be worse by less than a margin",
        "as named: alpha 5 %, matched blocks");
    OK.forEach(row -> detection(bench, "ok", row, proof(row.share, row.canary, row.margin)));
    bench.begin(
        "Quality: false findings in 100,000 labels",
        "as named: alpha 1 % for harm, 5 % for a proof; matched blocks");
    for (double share : new double[] {0.05, 0.5}) {
      wrong(bench, "equal, harm", harm(share, 0.1, 0), Published.rate(0.003, 0.0075, MANY));
      wrong(
          bench,
          "1 pp worse, margin 1 pp, harm",
          harm(share, 0.11, 0.01),
          Published.rate(0.005, 0.005, MANY));
      wrong(
          bench,
          "2 pp worse, margin 2 pp, proof",
          proof(share, 0.12, 0.02),
          Published.rate(0.028, 0.047, MANY));
    }
  }

  private static Comparison harm(double share, double rate, double margin) {
    return new Comparison(share, rate, BoundedBets.above(margin), ALPHA);
  }

  private static Comparison proof(double share, double rate, double margin) {
    return new Comparison(share, rate, BoundedBets.below(margin), OK_ALPHA);
  }

  private static void detection(Bench bench, String kind, Row row, Comparison comparison) {
    String what = String.format(
        Locale.ROOT,
        "%s: %.0f %%, canary %.0f %%, margin %.0f pp",
        kind,
        100 * row.canary,
        100 * row.share,
        100 * row.margin);
    var labels =
        bench.run("quality " + what, 100, 1000, random -> comparison.labels(random, MOST_LABELS));
    bench.line(Line.of(what)
        .published(Published.median(row.median, row.tail))
        .named(Estimate.median(Sample.of(labels, Double::doubleValue)))
        .asRun(asRun(bench, what, row)));
  }

  /** Labels come after a minute, and are compared when their cohort of 5 minutes is over. */
  private static Estimate asRun(Bench bench, String what, Row row) {
    boolean harmful = row.canary > STABLE;
    return AsRun.median(
        bench,
        "quality " + what,
        row.median / row.share,
        AsRun.steady(row.share)
            .labels(Labels.after(1, STABLE, 60_000))
            .canary(Version.failing(0).wrong(row.canary / STABLE)),
        () -> harmful
            ? SerinJudge.rollback(GateSettings.DEFAULT)
            : SerinJudge.proof(Settings.withOkMargin(row.margin), GateId.Kind.QUALITY, 1000),
        Stop::canaryLabels);
  }

  private static void wrong(Bench bench, String kind, Comparison comparison, Published published) {
    String what = String.format(Locale.ROOT, "%s, canary %.0f %%", kind, 100 * comparison.share);
    var labels =
        bench.run("quality " + what, 60, 1000, random -> comparison.labels(random, HEALTHY_LABELS));
    bench.line(Line.of(what)
        .published(published)
        .named(Estimate.rate(Sample.of(labels, Double::doubleValue))));
  }

  /** A canary that gets this share of the labels, is wrong so often, and what is bet on it. */
  private record Comparison(double share, double rate, BoundedBets bets, double alpha) {

    /** Returns the labels of the canary until the wealth is large enough. */
    double labels(RandomGenerator random, int most) {
      var wealth = new Wealth(bets, alpha);
      var block = new Block();
      int canary = 0;
      for (int i = 0; i < most; i++) {
        boolean ofCanary = random.nextDouble() < share;
        canary += ofCanary ? 1 : 0;
        block.add(ofCanary, random.nextDouble() < (ofCanary ? rate : STABLE) ? 1 : 0);
        if (block.isFull()) {
          bets.add(wealth.logs(), block.take());
          if (wealth.suffices()) {
            return canary;
          }
        }
      }
      return Double.POSITIVE_INFINITY;
    }
  }

  private record Row(double canary, double share, double margin, double median, double tail) {}
}
