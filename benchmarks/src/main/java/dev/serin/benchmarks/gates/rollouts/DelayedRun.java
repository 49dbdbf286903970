package dev.serin.benchmarks.gates.rollouts;

import static java.util.Objects.requireNonNull;

import dev.serin.benchmarks.gates.figures.Estimate;
import dev.serin.benchmarks.gates.figures.Sample;
import dev.serin.benchmarks.gates.figures.Unit;
import dev.serin.benchmarks.gates.rules.ArrivalOrder;
import dev.serin.benchmarks.gates.rules.CohortOrder;
import dev.serin.benchmarks.gates.rules.MeanDifference;
import dev.serin.benchmarks.gates.rules.Rule;
import dev.serin.benchmarks.gates.rules.SerinJudge;
import dev.serin.benchmarks.gates.rules.Settings;
import dev.serin.benchmarks.gates.streams.Scenario;
import dev.serin.benchmarks.gates.streams.Stop;
import dev.serin.benchmarks.gates.streams.Traffic;
import dev.serin.gate.GateSettings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * What came of a rollout whose labels come late, when they are compared in several ways.
 *
 * @param stops of each way
 * @param rolledBack whether Serin did, and did not only pause
 * @param biasOfAll by how much the mean of all labels makes the canary look worse, in points
 * @param bias the same of labels about predictions since the rollout began
 */
record DelayedRun(
    Map<Way, Stop> stops, boolean rolledBack, boolean paused, double biasOfAll, double bias) {
  /** Ages up to which labels are compared with each other, where they are compared by age. */
  private static final long[] AGES = LongStream.of(1, 2, 5, 10, 20, 30, 60, 120, 240)
      .map(minutes -> Duration.ofMinutes(minutes).toMillis())
      .toArray();

  private static final long MATURE = Duration.ofMinutes(30).toMillis();

  /** Ways to compare labels. */
  enum Way {
    ARRIVAL_ALL,
    ARRIVAL,
    MATURED,
    BY_AGE,
    SERIN_STRICT,
    SERIN,
    MEAN_OF_ALL,
    MEAN
  }

  static DelayedRun of(Scenario scenario, RandomGenerator random) {
    var serin = SerinJudge.pause(GateSettings.DEFAULT);
    var all = new MeanDifference(true);
    var begun = new MeanDifference(false);
    var rules = new EnumMap<Way, Rule>(Way.class);
    rules.put(Way.ARRIVAL_ALL, new ArrivalOrder(true));
    rules.put(Way.ARRIVAL, new ArrivalOrder(false));
    rules.put(Way.MATURED, CohortOrder.matured(MATURE));
    rules.put(Way.BY_AGE, CohortOrder.byAge(AGES));
    rules.put(Way.SERIN_STRICT, SerinJudge.rollback(Settings.strict()));
    rules.put(Way.SERIN, serin);
    rules.put(Way.MEAN_OF_ALL, all);
    rules.put(Way.MEAN, begun);
    var stops = Traffic.play(scenario, random, rules);
    return new DelayedRun(
        stops,
        serin.rollback().isPresent(),
        serin.pause().isPresent(),
        all.points(),
        begun.points());
  }

  /** Returns how often a way led to a rollback. */
  static Estimate rate(List<DelayedRun> runs, Way way) {
    return Estimate.rate(Sample.of(runs, run -> run.minutes(way)));
  }

  /** Returns when it did, where it did. */
  static Estimate minutes(List<DelayedRun> runs, Way way) {
    var found = runs.stream().filter(run -> Double.isFinite(run.minutes(way))).toList();
    return found.isEmpty()
        ? Estimate.NONE
        : Estimate.median(Unit.MINUTES, Sample.of(found, run -> run.minutes(way)));
  }

  private double minutes(Way way) {
    boolean pausedOnly = way == Way.SERIN && !rolledBack;
    return pausedOnly
        ? Double.POSITIVE_INFINITY
        : requireNonNull(stops.get(way)).minutes();
  }
}
