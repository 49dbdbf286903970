package dev.serin.benchmarks.gates.rollouts;

import dev.serin.benchmarks.gates.figures.Bench;
import dev.serin.benchmarks.gates.figures.Estimate;
import dev.serin.benchmarks.gates.figures.Line;
import dev.serin.benchmarks.gates.figures.Published;
import dev.serin.benchmarks.gates.figures.Sample;
import dev.serin.benchmarks.gates.figures.Table;
import dev.serin.benchmarks.gates.figures.Unit;
import dev.serin.benchmarks.gates.rules.CappedErrors;
import dev.serin.benchmarks.gates.rules.Rule;
import dev.serin.benchmarks.gates.rules.SerinJudge;
import dev.serin.benchmarks.gates.rules.Settings;
import dev.serin.benchmarks.gates.streams.ErrorRate;
import dev.serin.benchmarks.gates.streams.Scenario;
import dev.serin.benchmarks.gates.streams.Stop;
import dev.serin.benchmarks.gates.streams.Traffic;
import dev.serin.benchmarks.gates.streams.Users;
import dev.serin.benchmarks.gates.streams.Version;
import dev.serin.gate.GateSettings;
import dev.serin.gate.GateSettings.Cap;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/** A canary that begins to fail when few users have already been counted as often as they may. */
public final class LateTable implements Table {
  private static final int USERS = 800;
  private static final long SINCE = 300_000;
  private static final long NEVER_ENDS = Long.MAX_VALUE / 2;
  private static final Duration LENGTH = Duration.ofMinutes(20);

  private static final Scenario SCENARIO = Scenario.steady("0.10", LENGTH, 100)
      .stable(Version.failing(0.01))
      .canary(Version.failing(0).with(ErrorRate.from(0.01, SINCE, 0.1)));

  @Override
  public void print(Bench bench) {
    bench.begin(
        "Errors of the canary 1 -> 10 % from minute 5: seconds until rollback from then, median",
        "800 users, canary 10 %, 100 calls a second, 20 minutes; as named: alpha 1 %, one family");
    var runs = bench.run("late", 40, 500, LateTable::run);
    print(bench, "no cap", 26, runs, 0, 3);
    print(bench, "cap of 5 per step", Double.POSITIVE_INFINITY, runs, 1, 4);
    print(bench, "cap of 5 per 10 minutes", 321, runs, 2, 5);
  }

  private static List<Stop> run(RandomGenerator random) {
    var rules = List.<Rule>of(
        new CappedErrors(Integer.MAX_VALUE, NEVER_ENDS),
        new CappedErrors(5, NEVER_ENDS),
        new CappedErrors(5, GateSettings.DEFAULT.cap().window().toMillis()),
        SerinJudge.rollback(Settings.with(new Cap(255, Duration.ofMinutes(10)))),
        SerinJudge.rollback(Settings.with(new Cap(5, LENGTH))),
        SerinJudge.rollback(GateSettings.DEFAULT));
    return Traffic.play(SCENARIO.users(Users.few(USERS, random)), random, rules);
  }

  private static void print(
      Bench bench, String what, double published, List<List<Stop>> runs, int named, int asRun) {
    ToDoubleFunction<Stop> seconds = stop -> 60 * stop.minutes() - SINCE / 1000.0;
    bench.line(Line.of(what)
        .published(Published.median(Unit.SECONDS, published))
        .named(Estimate.median(
            Unit.SECONDS, Sample.of(runs, run -> seconds.applyAsDouble(run.get(named)))))
        .asRun(Estimate.median(
            Unit.SECONDS, Sample.of(runs, run -> seconds.applyAsDouble(run.get(asRun))))));
  }
}
