package dev.serin.benchmarks.gates.rollouts;

import dev.serin.benchmarks.gates.figures.Bench;
import dev.serin.benchmarks.gates.figures.Line;
import dev.serin.benchmarks.gates.figures.Table;
import dev.serin.benchmarks.gates.rollouts.Contest.Contestant;
import dev.serin.benchmarks.gates.rollouts.Contest.Outcome;
import dev.serin.benchmarks.gates.streams.Version;
import java.util.List;
import java.util.Locale;

/** How often a canary that is worse than stable is rolled back, by us and by the usual rules. */
public final class HarmfulTable implements Table {

  @Override
  public void print(Bench bench) {
    bench.begin(
        "A canary that is worse: rollbacks of the same rollout as above, and when (median)",
        "how often the usual rules of the table above stop it, in %: often for no good reason");
    print(bench, "errors .5 -> .75 %", Version.failing(0.0075));
    print(bench, "errors .5 -> 1 %", Version.failing(0.01));
    print(bench, "errors .5 -> 2.5 %", Version.failing(0.025));
    print(bench, "1.1 times as slow", Contest.HEALTHY.slower(1.1));
    print(bench, "1.3 times as slow", Contest.HEALTHY.slower(1.3));
    print(bench, "1.5 times as slow", Contest.HEALTHY.slower(1.5));
    print(bench, "wrong 10 -> 12 %", Contest.HEALTHY.wrong(1.2));
    print(bench, "wrong 10 -> 15 %", Contest.HEALTHY.wrong(1.5));
    print(
        bench, "wrong 10 -> 7 %, 1.5 times as slow", Contest.HEALTHY.wrong(0.7).slower(1.5));
  }

  private static void print(Bench bench, String what, Version canary) {
    var scenario = Contest.SCENARIO.canary(canary);
    var outcomes = bench.run("harmful, " + what, 12, 100, random -> Contest.run(scenario, random));
    bench.line(Line.of(what)
        .asRun(Contest.rate(outcomes, Contestant.SERIN))
        .usual(String.format(
            Locale.ROOT,
            "limit 0 %d, limit 5 %d, failed %d, Mann-Whitney %d, z %d, p95 %d, p99 %d",
            percent(outcomes, Contestant.LIMIT_0),
            percent(outcomes, Contestant.LIMIT_5),
            percent(outcomes, Contestant.FAILED_CHECKS),
            percent(outcomes, Contestant.MANN_WHITNEY),
            percent(outcomes, Contestant.PEEKED_Z),
            percent(outcomes, Contestant.P95),
            percent(outcomes, Contestant.P99))));
    bench.line(Line.of("  of these, after").asRun(Contest.minutes(outcomes)));
  }

  private static long percent(List<Outcome> outcomes, Contestant rule) {
    return Math.round(100 * Contest.rate(outcomes, rule).value());
  }
}
