package dev.serin.benchmarks.gates.tables;

import dev.serin.benchmarks.gates.figures.Bench;
import dev.serin.benchmarks.gates.figures.Estimate;
import dev.serin.benchmarks.gates.figures.Sample;
import dev.serin.benchmarks.gates.rules.Rule;
import dev.serin.benchmarks.gates.streams.Scenario;
import dev.serin.benchmarks.gates.streams.Stop;
import dev.serin.benchmarks.gates.streams.Traffic;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What the judge does with the settings that Serin runs, on calls that are drawn one by one. */
final class AsRun {
  /** Calls and labels of all replications of one figure. */
  private static final double QUICK = 7e5;

  private static final double FULL = 2e7;
  private static final int FEWEST = 10;
  private static final int QUICK_MOST = 40;
  private static final int FULL_MOST = 1000;

  private AsRun() {}

  /** A canary with one share, for as long as it takes. */
  static Scenario steady(double share) {
    return Scenario.steady(
        BigDecimal.valueOf(share).toString(), Duration.ofDays(10), Scenario.CALLS_PER_SECOND);
  }

  /** Returns the median of what the judge needed, where about so many calls are expected. */
  static Estimate median(
      Bench bench,
      String name,
      double expectedCalls,
      Scenario scenario,
      Supplier<Rule> judge,
      ToDoubleFunction<Stop> figure) {
    var stops = bench.run(
        "as run, " + name,
        times(expectedCalls, QUICK, QUICK_MOST),
        times(expectedCalls, FULL, FULL_MOST),
        random -> Traffic.play(scenario, random, List.of(judge.get())).get(0));
    return Estimate.median(Sample.of(stops, figure));
  }

  private static int times(double expectedCalls, double calls, int most) {
    return (int) Math.max(FEWEST, Math.min(most, calls / expectedCalls));
  }
}
