package dev.serin.benchmarks.gates.tables;

import dev.serin.benchmarks.gates.figures.Bench;
import dev.serin.benchmarks.gates.figures.Estimate;
import dev.serin.benchmarks.gates.figures.Line;
import dev.serin.benchmarks.gates.figures.Published;
import dev.serin.benchmarks.gates.figures.Table;
import dev.serin.benchmarks.gates.rules.PooledCounts;
import dev.serin.benchmarks.gates.rules.Wealth;
import dev.serin.benchmarks.gates.streams.Strata;
import dev.serin.benchmarks.gates.streams.Strata.Stratum;
import dev.serin.stats.FisherBets;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Two equal versions whose error rate follows the time of day, while the canary's share grows. */
public final class DriftTable implements Table {
  private static final FisherBets BETS = FisherBets.harm(1);
  private static final double ALPHA = 0.01;
  private static final double[] SHARES = {0.05, 0.1, 0.25, 0.5};
  private static final double LOW = 0.005;
  private static final double HIGH = 0.02;
  private static final int STRATUM = 100;
  private static final int FEWEST = 100;

  @Override
  public void print(Bench bench) {
    bench.begin(
        "Two equal versions, errors .5 to 2 % by the time of day, ramp 5/10/25/50 % over a day",
        "false rollback; the day begins at any hour; alpha 1 %, strata of 100 calls");
    for (int calls : new int[] {50_000, 200_000}) {
      var runs = bench.run("drift " + calls, 400, 2000, random -> run(random, calls));
      line(bench, "ours", calls, Published.rate(0.0025, 0.005, 400), runs, 0);
      line(bench, "pooled z, one look", calls, Published.rate(0.25, 0.47, 400), runs, 1);
      line(bench, "pooled z, every 100 calls", calls, Published.rate(0.38, 0.67, 400), runs, 2);
    }
  }

  private static void line(
      Bench bench, String what, int calls, Published published, List<boolean[]> runs, int rule) {
    int hits = (int) runs.stream().filter(run -> run[rule]).count();
    bench.line(Line.of(String.format(Locale.ROOT, "%s, %,d calls", what, calls))
        .published(published)
        .named(Estimate.rate(hits, runs.size())));
  }

  private static boolean[] run(RandomGenerator random, int calls) {
    var wealth = new Wealth(BETS, ALPHA);
    var counts = new PooledCounts();
    var stopped = new boolean[3];
    int strata = calls / STRATUM;
    double begin = random.nextDouble();
    for (int i = 0; i < strata; i++) {
      var s = stratum(random, SHARES[i * SHARES.length / strata], begin + (double) i / strata);
      BETS.add(wealth.logs(), s.canary(), s.canaryBad(), s.stable(), s.stableBad());
      counts.add(s.canary(), s.canaryBad(), s.stable(), s.stableBad());
      stopped[0] |= wealth.suffices();
      stopped[1] = counts.z() > PooledCounts.ONE_PERCENT;
      stopped[2] |= stopped[1] && counts.canary() >= FEWEST;
    }
    return stopped;
  }

  private static Stratum stratum(RandomGenerator random, double share, double day) {
    double rate = (LOW + HIGH) / 2 + (HIGH - LOW) / 2 * Math.sin(2 * Math.PI * day);
    return Strata.draw(random, STRATUM, share, rate);
  }
}
