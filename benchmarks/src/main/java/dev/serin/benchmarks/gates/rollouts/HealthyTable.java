package dev.serin.benchmarks.gates.rollouts;

import dev.serin.benchmarks.gates.figures.Bench;
import dev.serin.benchmarks.gates.figures.Line;
import dev.serin.benchmarks.gates.figures.Published;
import dev.serin.benchmarks.gates.figures.Table;
import dev.serin.benchmarks.gates.rollouts.Contest.Contestant;
import dev.serin.benchmarks.gates.rollouts.Contest.Outcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How often a canary that is no worse than stable is rolled back, by us and by the usual rules. */
public final class HealthyTable implements Table {
  private static final double LIMIT = 0.01;

  @Override
  public void print(Bench bench) {
    bench.begin(
        "Two equal versions: false rollback of a whole rollout, looked at after every call",
        Contest.NOTES);
    var outcomes = bench.run("healthy", 200, 1000, random -> Contest.run(Contest.SCENARIO, random));
    bench
        .report()
        .limit(Line.of("Serin, all gates").asRun(Contest.rate(outcomes, Contestant.SERIN)), LIMIT);
    bench
        .report()
        .note("rolled back by " + count(outcomes, Outcome::rollback) + ", paused by "
            + count(outcomes, Outcome::pause));
    usual(
        bench,
        "10 checks of 100 calls, > 1 %, limit 0",
        outcomes,
        Contestant.LIMIT_0,
        Published.exact(0.61));
    usual(
        bench,
        "25 checks of 50 calls, > 1 %, limit 5",
        outcomes,
        Contestant.LIMIT_5,
        Published.exact(0.49));
    usual(
        bench,
        "25 checks of 50 calls, > 1 %, 5 failed",
        outcomes,
        Contestant.FAILED_CHECKS,
        Published.exact(0.68));
    usual(
        bench,
        "Mann-Whitney judge every 10 minutes",
        outcomes,
        Contestant.MANN_WHITNEY,
        Published.NONE);
    usual(
        bench,
        "z-test of errors every 100 calls",
        outcomes,
        Contestant.PEEKED_Z,
        Published.rate(0.1, 0.2, 4000));
    usual(
        bench, "canary's p95 > 1.2 x, every 1,000 calls", outcomes, Contestant.P95, Published.NONE);
    usual(
        bench, "canary's p99 > 1.2 x, every 1,000 calls", outcomes, Contestant.P99, Published.NONE);
  }

  private static void usual(
      Bench bench, String what, List<Outcome> outcomes, Contestant rule, Published published) {
    bench.line(Line.of(what).published(published).named(Contest.rate(outcomes, rule)));
  }

  private static Map<String, Long> count(List<Outcome> outcomes, Function<Outcome, String> gate) {
    return outcomes.stream()
        .map(gate)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
  }
}
