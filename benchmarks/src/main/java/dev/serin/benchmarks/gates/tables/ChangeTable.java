package dev.serin.benchmarks.gates.tables;

import dev.serin.benchmarks.gates.figures.Bench;
import dev.serin.benchmarks.gates.figures.Estimate;
import dev.serin.benchmarks.gates.figures.Line;
import dev.serin.benchmarks.gates.figures.Published;
import dev.serin.benchmarks.gates.figures.Sample;
import dev.serin.benchmarks.gates.figures.Table;
import dev.serin.benchmarks.gates.figures.Unit;
import dev.serin.stats.ChangeDetector;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** How soon a change is found after a promotion, and how rarely one that did not happen. */
public final class ChangeTable implements Table {
  private static final double SHARE = 0.05;
  private static final double THRESHOLD = 100_000;
  private static final int BEFORE = 1000;
  private static final int MOST_CALLS = 10_000_000;

  @Override
  public void print(Bench bench) {
    bench.begin(
        "After promotion: calls until a change of the share of slow calls from 5 % is notified",
        "as named: after a change, median (90 %), alarm at 100,000, 1,000 calls before the change;",
        "without one, the mean");
    change(bench, 0.1, 341);
    change(bench, 0.2, 61);
    none(bench, 10_000, 18_000);
    none(bench, THRESHOLD, 193_000);
  }

  private static void change(Bench bench, double share, double published) {
    String what = String.format(Locale.ROOT, "to %.0f %%", 100 * share);
    var calls = bench.run("change " + what, 400, 4000, random -> {
      var detector = ChangeDetector.above(SHARE, THRESHOLD);
      calls(random, detector, SHARE, BEFORE);
      return detector.alarmed() ? 0 : calls(random, detector, share, MOST_CALLS);
    });
    bench.line(Line.of(what)
        .published(Published.median(published))
        .named(Estimate.median(Sample.of(calls, Double::doubleValue))));
  }

  private static void none(Bench bench, double threshold, double published) {
    String what = String.format(Locale.ROOT, "no change, alarm at %,.0f", threshold);
    var calls = bench.run(
        "change " + what,
        200,
        2000,
        random -> calls(random, ChangeDetector.above(SHARE, threshold), SHARE, MOST_CALLS));
    bench.line(Line.of(what)
        .published(Published.median(published))
        .named(Estimate.mean(Unit.COUNT, Sample.of(calls, Double::doubleValue))));
  }

  private static double calls(
      RandomGenerator random, ChangeDetector detector, double share, int most) {
    for (int i = 1; i <= most; i++) {
      detector.add(random.nextDouble() < share);
      if (detector.alarmed()) {
        return i;
      }
    }
    return most;
  }
}
