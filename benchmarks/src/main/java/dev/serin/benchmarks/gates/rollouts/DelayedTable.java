package dev.serin.benchmarks.gates.rollouts;

import dev.serin.benchmarks.gates.figures.Bench;
import dev.serin.benchmarks.gates.figures.Estimate;
import dev.serin.benchmarks.gates.figures.Line;
import dev.serin.benchmarks.gates.figures.Published;
import dev.serin.benchmarks.gates.figures.Sample;
import dev.serin.benchmarks.gates.figures.Table;
import dev.serin.benchmarks.gates.figures.Unit;
import dev.serin.benchmarks.gates.rollouts.DelayedRun.Way;
import dev.serin.benchmarks.gates.streams.Labels;
import dev.serin.benchmarks.gates.streams.Scenario;
import dev.serin.benchmarks.gates.streams.Version;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Labels that come early or late, by what they say. */
public final class DelayedTable implements Table {
  private static final double LATE = Duration.ofMinutes(60).toMillis();
  private static final double EARLY = Duration.ofMinutes(5).toMillis();

  /** What the published rates were found with, roughly. */
  private static final int REPLICATIONS = 200;

  @Override
  public void print(Bench bench) {
    bench.begin(
        "Delayed labels, two equal versions: false rollback",
        "3 in 10 positive, of which 30 % wrong, of the others 5 %; labels of the positive after 5,",
        "of the others after 60 minutes on average; 5/10/25/50 %, an hour each; as named: alpha 1 %");
    equal(bench);
    equalAtTenTimesTheRate(bench);
    bench.begin(
        "Delayed labels, the canary wrong 30 % more often: rollbacks, and when (median)",
        "labels of the positive after 60, of the others after 5 minutes on average; 100 a minute");
    worse(bench);
    opposite(bench);
    bench.begin(
        "Delayed labels, two equal versions, but the canary's labels take 1.5 times as long",
        "labels of the positive after 5, of the others after 60 minutes on average");
    uneven(bench, 100, 60, 600);
    uneven(bench, 1000, 6, 100);
  }

  private static void equal(Bench bench) {
    var runs = runs(bench, "equal", 80, 600, scenario(100, labels(EARLY, LATE, 1)));
    arrival(bench, "arrival order, old labels too, 100 a minute", 0.995, runs, Way.ARRIVAL_ALL);
    arrival(bench, "arrival order, 100 a minute", 0.75, runs, Way.ARRIVAL);
    cohorts(bench, ", 100 a minute", 0, 0.015, runs);
    bias(bench, "bias of the mean, old labels too", 3.5, runs, DelayedRun::biasOfAll);
    bias(bench, "bias of the mean", 1.8, runs, DelayedRun::bias);
  }

  private static void equalAtTenTimesTheRate(Bench bench) {
    var runs = runs(bench, "equal, many", 6, 100, scenario(1000, labels(EARLY, LATE, 1)));
    arrival(bench, "arrival order, old labels too, 1,000 a minute", 1, runs, Way.ARRIVAL_ALL);
    arrival(bench, "arrival order, 1,000 a minute", 1, runs, Way.ARRIVAL);
    cohorts(bench, ", 1,000 a minute", 0, 0, runs);
  }

  private static void worse(Bench bench) {
    var canary = Version.failing(0).wrong(1.3);
    var scenario = scenario(100, labels(LATE, EARLY, 1)).canary(canary);
    var runs = runs(bench, "worse", 80, 600, scenario);
    arrival(bench, "arrival order, old labels too", 0, runs, Way.ARRIVAL_ALL);
    arrival(bench, "arrival order", 0.03, runs, Way.ARRIVAL);
    line(bench, "cohorts up to 30 minutes", rate(0.73), runs, Way.MATURED, Way.SERIN_STRICT);
    minutes(bench, 197, runs, Way.MATURED, Way.SERIN_STRICT);
    line(bench, "cohorts by age", rate(0.95), runs, Way.BY_AGE, Way.SERIN);
    minutes(bench, 170, runs, Way.BY_AGE, Way.SERIN);
  }

  /** The same delays and two equal versions. */
  private static void opposite(Bench bench) {
    var runs = runs(bench, "opposite", 20, 100, scenario(100, labels(LATE, EARLY, 1)));
    bias(bench, "bias of the mean, old labels too, equal", -2.9, runs, DelayedRun::biasOfAll);
  }

  private static void uneven(Bench bench, int rate, int quick, int full) {
    var scenario = scenario(rate, labels(EARLY, LATE, 1.5));
    var runs = runs(bench, "uneven, " + rate, quick, full, scenario);
    String what = String.format(", %,d a minute", rate);
    cohorts(bench, what, 0.1, 0.22, runs);
    int paused = (int) runs.stream().filter(DelayedRun::paused).count();
    bench.line(Line.of("paused for label coverage" + what)
        .published(rate(1))
        .asRun(Estimate.rate(paused, runs.size())));
  }

  private static List<DelayedRun> runs(
      Bench bench, String name, int quick, int full, Scenario scenario) {
    return bench.run("delayed, " + name, quick, full, random -> DelayedRun.of(scenario, random));
  }

  /** Three in ten are positive, and more often mistaken. */
  private static Labels labels(double positiveDelay, double negativeDelay, double canaryDelay) {
    var positive = new Labels.Kind(0.3, 0.3, positiveDelay, true);
    var negative = new Labels.Kind(0.7, 0.05, negativeDelay, true);
    return new Labels(1, List.of(positive, negative), canaryDelay);
  }

  private static Scenario scenario(double callsPerMinute, Labels labels) {
    return Scenario.steady("0.05", Duration.ZERO, callsPerMinute / 60)
        .before(Duration.ofHours(4))
        .ramp(Duration.ofHours(1), "0.05", "0.10", "0.25", "0.50")
        .labels(labels);
  }

  private static Published rate(double published) {
    return Published.rate(published, published, REPLICATIONS);
  }

  private static void arrival(
      Bench bench, String what, double published, List<DelayedRun> runs, Way way) {
    bench.line(Line.of(what).published(rate(published)).named(DelayedRun.rate(runs, way)));
  }

  private static void cohorts(
      Bench bench, String what, double low, double high, List<DelayedRun> runs) {
    var published = Published.rate(low, high, REPLICATIONS);
    line(bench, "cohorts up to 30 minutes" + what, published, runs, Way.MATURED, Way.SERIN_STRICT);
    line(bench, "cohorts by age" + what, published, runs, Way.BY_AGE, Way.SERIN);
  }

  private static void line(
      Bench bench, String what, Published published, List<DelayedRun> runs, Way named, Way asRun) {
    bench.line(Line.of(what)
        .published(published)
        .named(DelayedRun.rate(runs, named))
        .asRun(DelayedRun.rate(runs, asRun)));
  }

  private static void minutes(
      Bench bench, double published, List<DelayedRun> runs, Way named, Way asRun) {
    bench.line(Line.of("  of these, after")
        .published(Published.median(Unit.MINUTES, published))
        .named(DelayedRun.minutes(runs, named))
        .asRun(DelayedRun.minutes(runs, asRun)));
  }

  private static void bias(
      Bench bench,
      String what,
      double published,
      List<DelayedRun> runs,
      ToDoubleFunction<DelayedRun> points) {
    bench.line(Line.of(what)
        .published(Published.median(Unit.POINTS, published))
        .named(Estimate.mean(Unit.POINTS, Sample.of(runs, points))));
  }
}
