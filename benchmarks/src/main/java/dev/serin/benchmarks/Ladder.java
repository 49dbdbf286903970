package dev.serin.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Compares what a call costs on servers of growing ability: rounds in turn, on one machine, with
 * the same request from the same generator. Quote the ratios, not the rates.
 */
public final class Ladder {
  private static final String SPLIT = "serin 95/5";

  private final double seconds;
  private final int rounds;
  private final int inFlight;
  /** The part of all processor time that the judge took in each round of the split rung. */
  private final List<Double> judging = new ArrayList<>();

  Ladder(double seconds, int rounds, int inFlight) {
    this.seconds = seconds;
    this.rounds = rounds;
    this.inFlight = inFlight;
  }

  /** Takes the seconds of a round, the number of rounds, and how many calls are in flight. */
  public static void main(String[] args) throws Exception {
    if (args.length != 3) {
      throw new IllegalArgumentException(
          "arguments: " + args.length + " (expected: seconds, rounds, calls in flight)");
    }
    new Ladder(Double.parseDouble(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]))
        .run(System.out);
  }

  void run(PrintStream out) throws Exception {
    var folder = Files.createTempDirectory("serin-ladder");
    try (var echo = Rungs.echo();
        var whole = Rungs.serin("serin 100/0", "{1: 1}", folder.resolve("whole"));
        var split = Rungs.serin(SPLIT, "{1: 0.95, 3: 0.05}", folder.resolve("split"));
        var naive = Rungs.naive()) {
      // The naive one comes last: threads of its session go on spinning for a while.
      var rungs = List.of(echo, whole, split, naive);
      print(out, rungs, measure(rungs));
    } finally {
      delete(folder);
    }
  }

  /**
   * Returns the rates of each rung, a round of all rungs after the other; the first one only warms
   * up.
   */
  private List<List<Double>> measure(List<Rung> rungs) throws Exception {
    var rates = new ArrayList<List<Double>>();
    rungs.forEach(rung -> rates.add(new ArrayList<>()));
    for (int round = 0; round <= rounds; round++) {
      for (int i = 0; i < rungs.size(); i++) {
        try (var load = new ClosedLoop(rungs.get(i).port(), Digit.request(), inFlight)) {
          var before = Cpu.now();
          double rate = load.run(seconds);
          if (round > 0) {
            rates.get(i).add(rate);
          }
          if (round > 0 && rungs.get(i).name().equals(SPLIT)) {
            judging.add(before.judging());
          }
        }
      }
    }
    return rates;
  }

  private void print(PrintStream out, List<Rung> rungs, List<List<Double>> rates) {
    out.printf(
        "%d in flight, %d rounds of %.1f s in turn, JDK %s; medians%n",
        inFlight, rounds, seconds, Runtime.version());
    out.printf("%-12s %10s %10s%n", "server", "calls/s", "of echo");
    for (int i = 0; i < rungs.size(); i++) {
      out.printf(
          "%-12s %10.0f %10.2f%n",
          rungs.get(i).name(), median(rates.get(i)), ratio(rates.get(i), rates.get(0)));
    }
    out.printf("serin 100/0 to naive: %.2f%n", ratio(rates.get(1), rates.get(3)));
    out.printf("serin 95/5 to 100/0: %.2f%n", ratio(rates.get(2), rates.get(1)));
    out.printf(
        "judge's thread at 95/5: %.2f %% of the process's CPU, generator included%n",
        100 * median(judging));
  }

  /** The median of the ratios of rounds that ran side by side. */
  private static double ratio(List<Double> these, List<Double> those) {
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < these.size(); i++) {
      ratios.add(these.get(i) / those.get(i));
    }
    return median(ratios);
  }

  private static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
