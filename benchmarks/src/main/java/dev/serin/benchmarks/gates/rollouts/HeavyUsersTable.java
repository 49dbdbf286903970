package dev.serin.benchmarks.gates.rollouts;

import dev.serin.benchmarks.gates.figures.Bench;
import dev.serin.benchmarks.gates.figures.Estimate;
import dev.serin.benchmarks.gates.figures.Line;
import dev.serin.benchmarks.gates.figures.Published;
import dev.serin.benchmarks.gates.figures.Sample;
import dev.serin.benchmarks.gates.figures.Table;
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
import dev.serin.benchmarks.gates.streams.Zipf;
import dev.serin.gate.GateSettings;
import dev.serin.gate.GateSettings.Cap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Users who call often and fail often, in two equal versions. */
public final class HeavyUsersTable implements Table {
  private static final int[] CAPS = {Integer.MAX_VALUE, 50, 10, 5, 3, 1};
  private static final long WHOLE = Long.MAX_VALUE / 2;
  private static final Zipf ZIPF = new Zipf(5000);

  /** 200,000 calls. */
  private static final Scenario SCENARIO =
      Scenario.steady("0.05", Duration.ofSeconds(4000), Scenario.CALLS_PER_SECOND);

  @Override
  public void print(Bench bench) {
    bench.begin(
        "Two equal versions, users who differ: false rollback for errors in 200,000 calls",
        "5,000 users of whom the n-th calls in proportion to 1/n; their rates are Beta distributed;",
        "canary 5 %, 67 minutes; as named: alpha 1 %, so many calls of each count; as run: all gates");
    print(bench, "2 % (sd 2.2 pp)", ErrorRate.spread(0.02, 0.022), new double[] {
      0.16, 0.02, 0.005, Double.NaN, 0.005, 0
    });
    print(bench, "1 % (sd 5.7 pp)", ErrorRate.spread(0.01, 0.057), new double[] {
      0.22, 0.2, 0.11, Double.NaN, 0.02, 0.0025
    });
  }

  private static void print(Bench bench, String spread, ErrorRate rate, double[] published) {
    var runs = bench.run("heavy " + spread, 40, 1000, random -> run(random, rate));
    for (int i = 0; i < CAPS.length; i++) {
      bench.line(Line.of(spread + (CAPS[i] == Integer.MAX_VALUE ? ", no cap" : ", cap " + CAPS[i]))
          .published(Published.rate(published[i], published[i], 400))
          .named(rate(runs, i)));
    }
    bench.line(Line.of(spread + ", cap 5 in 10 minutes")
        .named(rate(runs, CAPS.length))
        .asRun(rate(runs, CAPS.length + 1)));
    bench.line(Line.of(spread + ", cap 1 in 10 minutes").asRun(rate(runs, CAPS.length + 2)));
    bench.line(Line.of(spread + ", a ramp of 10-minute steps").asRun(ramp(bench, spread, rate)));
  }

  /** The steps are as long as a window of the cap. */
  private static Estimate ramp(Bench bench, String spread, ErrorRate rate) {
    var scenario = SCENARIO
        .ramp(GateSettings.DEFAULT.cap().window(), "0.05", "0.10", "0.25", "0.50")
        .both(Version.failing(0).with(rate));
    var stops = bench.run("heavy ramp " + spread, 20, 1000, random -> {
      var users = scenario.users(Users.heavy(ZIPF, random));
      return Traffic.play(users, random, List.of(SerinJudge.rollback(GateSettings.DEFAULT)))
          .get(0);
    });
    return Estimate.rate(Sample.of(stops, Stop::minutes));
  }

  private static Estimate rate(List<List<Stop>> runs, int rule) {
    return Estimate.rate(Sample.of(runs, run -> run.get(rule).minutes()));
  }

  private static List<Stop> run(RandomGenerator random, ErrorRate rate) {
    var rules = new ArrayList<Rule>();
    for (int cap : CAPS) {
      rules.add(new CappedErrors(cap, WHOLE));
    }
    var cap = GateSettings.DEFAULT.cap();
    rules.add(new CappedErrors(cap.observations(), cap.window().toMillis()));
    rules.add(SerinJudge.rollback(GateSettings.DEFAULT));
    rules.add(SerinJudge.rollback(Settings.with(new Cap(1, cap.window()))));
    var scenario =
        SCENARIO.users(Users.heavy(ZIPF, random)).both(Version.failing(0).with(rate));
    return Traffic.play(scenario, random, rules);
  }
}
