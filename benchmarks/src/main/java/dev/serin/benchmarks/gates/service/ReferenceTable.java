package dev.serin.benchmarks.gates.service;

import dev.serin.benchmarks.gates.figures.Bench;
import dev.serin.benchmarks.gates.figures.Estimate;
import dev.serin.benchmarks.gates.figures.Line;
import dev.serin.benchmarks.gates.figures.Published;
import dev.serin.benchmarks.gates.figures.Sample;
import dev.serin.benchmarks.gates.figures.Table;
import dev.serin.benchmarks.gates.figures.Unit;
import dev.serin.benchmarks.gates.streams.ErrorRate;
import dev.serin.benchmarks.gates.streams.Labels;
import dev.serin.benchmarks.gates.streams.Latency;
import dev.serin.benchmarks.gates.streams.Version;
import dev.serin.gate.GateSettings;
import dev.serin.rollout.LivePlan;
import dev.serin.rollout.Plan;
import dev.serin.rollout.Rollout;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.RolledBack;
import dev.serin.split.Share;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What the whole controller makes of a candidate, and when. */
public final class ReferenceTable implements Table {
  private static final int MANY_USERS = 10_000_000;
  private static final double SIGMA = 0.5;
  private static final Duration LONGEST = Duration.ofHours(5);
  private static final Version GOOD = Version.failing(0.002).with(new Latency(10, SIGMA, 0));
  private static final Situation EQUAL = new Situation(
      50,
      MANY_USERS,
      GOOD,
      GOOD,
      Labels.after(0.5, 0.1, Duration.ofMinutes(2).toMillis()),
      plan(),
      gates(),
      "accuracy");

  /** How a rollout ended: after how many minutes and calls of the candidate. */
  private record End(Rollout rollout, double minutes, double calls) {
    boolean promoted() {
      return rollout.promoted();
    }

    boolean rolledBack() {
      return rollout.state() instanceof RolledBack;
    }

    boolean paused() {
      return rollout.state() instanceof Paused;
    }
  }

  @Override
  public void print(Bench bench) {
    bench.begin(
        "The real controller: steps 1/5/10/25/50 %, bakes 5/10/10/10/10 minutes, 50 calls a second",
        "half of the predictions labelled after 2 minutes; the last step needs proof with a margin",
        "of 3 pp; one relative latency gate (p95) has all of latency's weight, as in the figures",
        "to reach");
    var equal = run(bench, "equal", EQUAL, 24, 600);
    bench.line(Line.of("equal versions: promoted")
        .published(Published.rate(1, 1, 600))
        .named(rate(equal, End::promoted)));
    bench.line(Line.of("  rolled back (at most 1 %)")
        .published(Published.rate(0, 0, 600))
        .named(rate(equal, End::rolledBack)));
    times(bench, equal, 50, 27_300);
    rolledBack(bench, "errors .2 -> 2 %", GOOD.with(errors(0.02)), 7.4, 224);
    rolledBack(bench, "errors .2 -> .6 %", GOOD.with(errors(0.006)), 25.7, 3585);
    rolledBack(bench, "slow calls 5 -> 16 %", slow(0.994), 2.6, 83);
    rolledBack(bench, "slow calls 5 -> 10 %", slow(1.2816), 10.7, 380);
    rolledBack(bench, "slow 5 -> 16 %, wrong 10 -> 7 %", slow(0.994).wrong(0.7), 2.6, 83);
    rolledBack(bench, "wrong 10 -> 20 %", GOOD.wrong(2), 13.1, 758);
    rolledBack(bench, "wrong 10 -> 15 %", GOOD.wrong(1.5), 21, 2116);
    rolledBack(bench, "wrong 10 -> 13 %", GOOD.wrong(1.3), 32.5, 6644);
    var silent = run(bench, "no labels", EQUAL.labels(Labels.NONE), 12, 150);
    bench.line(Line.of("no labels at all: promoted")
        .published(Published.exact(0))
        .named(rate(silent, End::promoted)));
    bench.line(Line.of("  paused")
        .published(Published.rate(0.993, 1, 150))
        .named(rate(silent, End::paused)));
  }

  private static void rolledBack(
      Bench bench, String what, Version candidate, double minutes, double calls) {
    var ends = run(bench, what, EQUAL.canary(candidate), 12, 150);
    bench.line(Line.of(what + ": rolled back")
        .published(Published.rate(1, 1, 150))
        .named(rate(ends, End::rolledBack)));
    times(bench, ends, minutes, calls);
  }

  private static void times(Bench bench, List<End> ends, double minutes, double calls) {
    bench.line(Line.of("  after")
        .published(Published.shown(Unit.MINUTES, minutes))
        .named(Estimate.median(Unit.MINUTES, Sample.of(ends, End::minutes))));
    bench.line(Line.of("  calls of the candidate until then")
        .published(Published.shown(Unit.COUNT, calls))
        .named(Estimate.median(Sample.of(ends, End::calls))));
  }

  private static Estimate rate(List<End> ends, Predicate<End> which) {
    return Estimate.rate((double) ends.stream().filter(which).count(), ends.size());
  }

  private static List<End> run(
      Bench bench, String what, Situation situation, int ifQuick, int ifFull) {
    return bench.run("reference, " + what, ifQuick, ifFull, random -> end(situation, random));
  }

  private static End end(Situation situation, RandomGenerator random) {
    var service = new SimulatedService(situation, random);
    service.start();
    var rollout = service.runToEnd(LONGEST);
    return new End(rollout, service.elapsed().toMillis() / 60_000.0, (double) service.callsOf(2));
  }

  private static ErrorRate errors(double rate) {
    return ErrorRate.always(rate);
  }

  /** A version of which a normal deviate above this is slow: longer than 1.2 times stable's p95. */
  private static Version slow(double deviate) {
    double ratio = 1.2 * Math.exp(SIGMA * (1.6449 - deviate));
    return GOOD.slower(ratio);
  }

  private static LivePlan plan() {
    var steps = Stream.of("0.01", "0.05", "0.10", "0.25", "0.50", "1.0")
        .map(Share::parse)
        .toList();
    var plan = new Plan(
        steps,
        Plan.lastStepProves(steps),
        Plan.Minimum.DEFAULT,
        Plan.DEFAULT_BAKE,
        Duration.ofMinutes(90));
    var usual = LivePlan.DEFAULT;
    return new LivePlan(
        plan,
        usual.candidate(),
        usual.windows(),
        usual.approvals(),
        usual.shadow(),
        usual.fallback(),
        usual.promotion(),
        usual.cooldown());
  }

  private static GateSettings gates() {
    var usual = GateSettings.DEFAULT;
    var quality = usual.quality();
    return new GateSettings(
        usual.alphaRollback(),
        usual.alphaPromote(),
        usual.cap(),
        usual.errors(),
        new GateSettings.Latency(
            usual.latency().weight(),
            List.of(new GateSettings.Relative(new BigDecimal("0.95"), 1.2, BigDecimal.ONE)),
            usual.latency().floor(),
            Optional.empty()),
        new GateSettings.Quality(
            quality.weight(),
            quality.harmMargin(),
            0.03,
            true,
            quality.labelHorizon(),
            quality.cohort(),
            quality.labelTimeout(),
            quality.strict()),
        usual.abandoned(),
        usual.service(),
        usual.srmAlpha(),
        usual.srmConcentration(),
        usual.modes());
  }
}
