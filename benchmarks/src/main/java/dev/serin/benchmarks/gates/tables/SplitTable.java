package dev.serin.benchmarks.gates.tables;

import dev.serin.benchmarks.gates.figures.Bench;
import dev.serin.benchmarks.gates.figures.Estimate;
import dev.serin.benchmarks.gates.figures.Line;
import dev.serin.benchmarks.gates.figures.Published;
import dev.serin.benchmarks.gates.figures.Sample;
import dev.serin.benchmarks.gates.figures.Table;
import dev.serin.benchmarks.gates.rules.ChiSquare;
import dev.serin.benchmarks.gates.rules.SerinJudge;
import dev.serin.benchmarks.gates.streams.Scenario;
import dev.serin.benchmarks.gates.streams.Scenario.Phase;
import dev.serin.benchmarks.gates.streams.Traffic;
import dev.serin.benchmarks.gates.streams.Users;
import dev.serin.gate.GateId;
import dev.serin.gate.GateSettings;
import dev.serin.stats.SampleRatio;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How many users it takes to find that a split is not what it says. */
public final class SplitTable implements Table {
  private static final double ALPHA = 0.001;
  private static final double CONCENTRATION = 1000;
  private static final int RETURNING_USERS = 20_000;
  private static final Duration RAMP_STEP = Duration.ofMinutes(10);
  private static final int MOST_USERS = 2_000_000;
  private static final int HEALTHY_USERS = 200_000;
  private static final int LOOK_EVERY = 10;
  private static final int CHI_SQUARE_EVERY = 100;

  private static final List<Row> ROWS = List.of(
      new Row(0.05, 0.07, 2500),
      new Row(0.05, 0.06, 7900),
      new Row(0.5, 0.52, 9800),
      new Row(0.5, 0.51, 39_000));

  @Override
  public void print(Bench bench) {
    bench.begin(
        "Split: users until it is found to be wrong, median (90 %)",
        "as named: alpha 0.1 %, each user counts once");
    for (var row : ROWS) {
      String what =
          String.format(Locale.ROOT, "says %.0f %%, is %.0f %%", 100 * row.said, 100 * row.is);
      var stops = bench.run(
          "split " + what, 150, 1000, random -> stops(random, row.said, row.is, MOST_USERS));
      bench.line(Line.of(what)
          .published(Published.median(row.median))
          .named(Estimate.median(Sample.of(stops, Stops::ours)))
          .usual("peeked chi-square: "
              + Estimate.median(Sample.of(stops, Stops::usual)).text()));
    }
    bench.begin(
        "Split that is what it says: false pauses in 200,000 users",
        "as named: alpha 0.1 %; the chi-square test looks every 100 users");
    for (double share : new double[] {0.05, 0.5}) {
      String what = String.format(Locale.ROOT, "%.0f %%", 100 * share);
      var stops = bench.run(
          "healthy split " + what, 100, 4000, random -> stops(random, share, share, HEALTHY_USERS));
      bench.line(Line.of(what)
          .published(Published.rate(0.0005, 0.001, 4000))
          .named(Estimate.rate(Sample.of(stops, Stops::ours)))
          .usual("peeked chi-square: "
              + Estimate.rate(Sample.of(stops, Stops::usual)).text()));
    }
    ramp(bench);
  }

  /** All gates, on a ramp in which users come back. */
  private static void ramp(Bench bench) {
    bench.begin(
        "Split, by all gates: pauses in a ramp 5/10/25/50 % of 10 minutes each, 50 calls a second",
        "20,000 users who come back; as named and as run: alpha 0.1 %");
    var healthy = Scenario.steady("0.05", Duration.ZERO, Scenario.CALLS_PER_SECOND)
        .ramp(RAMP_STEP, "0.05", "0.10", "0.25", "0.50");
    pauses(bench, "as it says", healthy, 20, 1500, Published.rate(0, 0, 1500));
    var phases = new ArrayList<>(healthy.phases());
    phases.set(3, new Phase(new BigDecimal("0.50"), 0.45, RAMP_STEP));
    pauses(
        bench,
        "45 % where it says 50 %",
        healthy.phases(phases),
        10,
        300,
        Published.rate(1, 1, 300));
  }

  private static void pauses(
      Bench bench, String what, Scenario scenario, int quick, int full, Published published) {
    var stops = bench.run("split, " + what, quick, full, random -> {
      var judge = SerinJudge.pause(GateSettings.DEFAULT);
      var users = scenario.users(Users.few(RETURNING_USERS, random));
      double minutes = Traffic.play(users, random, List.of(judge)).get(0).minutes();
      return judge.pause().equals(Optional.of(GateId.of(GateId.Kind.SRM)))
          ? minutes
          : Double.POSITIVE_INFINITY;
    });
    var rate = Estimate.rate(Sample.of(stops, Double::doubleValue));
    bench.line(Line.of(what).published(published).named(rate).asRun(rate));
  }

  private static Stops stops(RandomGenerator random, double said, double is, int most) {
    int canary = 0;
    double ours = Double.POSITIVE_INFINITY;
    double usual = Double.POSITIVE_INFINITY;
    for (int i = 1; i <= most && (Double.isInfinite(ours) || Double.isInfinite(usual)); i++) {
      canary += random.nextDouble() < is ? 1 : 0;
      if (i % LOOK_EVERY == 0
          && Double.isInfinite(ours)
          && SampleRatio.logE(said, CONCENTRATION, canary, i - canary) >= -Math.log(ALPHA)) {
        ours = i;
      }
      if (i % CHI_SQUARE_EVERY == 0
          && Double.isInfinite(usual)
          && ChiSquare.of(said, canary, i - canary) > ChiSquare.ONE_IN_A_THOUSAND) {
        usual = i;
      }
    }
    return new Stops(ours, usual);
  }

  /** Users until each rule stopped. */
  private record Stops(double ours, double usual) {}

  private record Row(double said, double is, double median) {}
}
