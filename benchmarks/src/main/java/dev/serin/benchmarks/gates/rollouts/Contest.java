package dev.serin.benchmarks.gates.rollouts;

import static java.util.Objects.requireNonNull;

import dev.serin.benchmarks.gates.figures.Estimate;
import dev.serin.benchmarks.gates.figures.Sample;
import dev.serin.benchmarks.gates.figures.Unit;
import dev.serin.benchmarks.gates.rules.FailedChecks;
import dev.serin.benchmarks.gates.rules.FailureLimit;
import dev.serin.benchmarks.gates.rules.MannWhitneyJudge;
import dev.serin.benchmarks.gates.rules.PeekedZ;
import dev.serin.benchmarks.gates.rules.QuantileRatio;
import dev.serin.benchmarks.gates.rules.Rule;
import dev.serin.benchmarks.gates.rules.SerinJudge;
import dev.serin.benchmarks.gates.streams.Labels;
import dev.serin.benchmarks.gates.streams.Scenario;
import dev.serin.benchmarks.gates.streams.Stop;
import dev.serin.benchmarks.gates.streams.Traffic;
import dev.serin.benchmarks.gates.streams.Version;
import dev.serin.gate.GateId;
import dev.serin.gate.GateSettings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** All gates of Serin and the usual rules, on one whole rollout. */
final class Contest {
  static final Version HEALTHY = Version.failing(0.005);

  static final String[] NOTES = {
    "5/10/25/50 %, 10 minutes each, 50 calls a second, errors .5 %, latency lognormal,",
    "half of the predictions labelled after 5 minutes on average, 10 % of them wrong"
  };

  /** A rollout with a canary like its stable. */
  static final Scenario SCENARIO = Scenario.steady("0.05", Duration.ZERO, Scenario.CALLS_PER_SECOND)
      .ramp(Duration.ofMinutes(10), "0.05", "0.10", "0.25", "0.50")
      .both(HEALTHY)
      .labels(new Labels(0.5, List.of(new Labels.Kind(1, 0.1, 300_000, true)), 1));

  private static final double THRESHOLD = 0.01;
  private static final double MAX_RATIO = 1.2;

  private Contest() {}

  static Outcome run(Scenario scenario, RandomGenerator random) {
    var serin = SerinJudge.rollback(GateSettings.DEFAULT);
    var rules = new EnumMap<Contestant, Rule>(Contestant.class);
    rules.put(Contestant.SERIN, serin);
    rules.put(Contestant.LIMIT_0, new FailureLimit(10, 100, THRESHOLD, 0));
    rules.put(Contestant.LIMIT_5, new FailureLimit(25, 50, THRESHOLD, 5));
    rules.put(Contestant.FAILED_CHECKS, new FailedChecks(25, 50, THRESHOLD, 5));
    rules.put(Contestant.MANN_WHITNEY, new MannWhitneyJudge());
    rules.put(Contestant.PEEKED_Z, new PeekedZ());
    rules.put(Contestant.P95, new QuantileRatio(0.95, MAX_RATIO));
    rules.put(Contestant.P99, new QuantileRatio(0.99, MAX_RATIO));
    var stops = Traffic.play(scenario, random, rules);
    return new Outcome(
        serin.rollback().map(GateId::toString).orElse(""),
        serin.pause().map(GateId::toString).orElse(""),
        stops);
  }

  /** Returns how often a rule rolled back. */
  static Estimate rate(List<Outcome> outcomes, Contestant rule) {
    return Estimate.rate(Sample.of(outcomes, outcome -> outcome.stop(rule).minutes()));
  }

  /** Returns after how many minutes Serin rolled back, where it did. */
  static Estimate minutes(List<Outcome> outcomes) {
    var found = outcomes.stream()
        .filter(outcome -> outcome.stop(Contestant.SERIN).happened())
        .toList();
    return found.isEmpty()
        ? Estimate.NONE
        : Estimate.median(
            Unit.MINUTES,
            Sample.of(found, outcome -> outcome.stop(Contestant.SERIN).minutes()));
  }

  /**
   * What came of one rollout.
   *
   * @param rollback the gate of Serin that rolled back, or nothing
   * @param pause the one that paused, or nothing
   */
  record Outcome(String rollback, String pause, Map<Contestant, Stop> stops) {
    Stop stop(Contestant rule) {
      return requireNonNull(stops.get(rule));
    }
  }

  /** All gates of Serin, then the usual rules. */
  enum Contestant {
    SERIN,
    LIMIT_0,
    LIMIT_5,
    FAILED_CHECKS,
    MANN_WHITNEY,
    PEEKED_Z,
    P95,
    P99
  }
}
