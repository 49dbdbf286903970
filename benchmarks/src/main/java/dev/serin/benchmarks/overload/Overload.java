package dev.serin.benchmarks.overload;

import ai.onnxruntime.OrtException;
import dev.serin.benchmarks.ladder.servers.Place;
import dev.serin.benchmarks.ladder.servers.SerinRung;
import dev.serin.benchmarks.ladder.servers.Server;
import dev.serin.benchmarks.overload.Answers.Figures;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Loads a gateway with more than it can serve, and another one that has a canary fifty times slower
 * than stable. Confined to one thread.
 */
final class Overload {
  private static final int SLOWER = 50;
  /** Enough for both runners and a short queue. */
  private static final int BUSY = 6;

  /** How long a call may wait, in runs. */
  private static final int WAIT_RUNS = 4;

  private static final double SUSTAINED = 0.8;
  private static final double TOO_MUCH = 3;
  private static final double HALF = 0.5;
  private static final double STABLE_SHARE = 0.95;

  private final Place place;
  private final Effort effort;
  private final PrintStream out;
  private long seed;

  /**
   * How much is measured.
   *
   * @param runMillis how long a run of stable takes
   * @param seconds how long each load lasts
   */
  record Effort(double runMillis, double seconds, int rounds) {
    /** Runs so long that the generator is not what is slow. */
    static final Effort WHOLE = new Effort(5, 10, 5);

    private String waitText() {
      return Math.round(WAIT_RUNS * runMillis) + "ms";
    }
  }

  /** Prepares a run. */
  Overload(Place place, Effort effort, PrintStream out) {
    this.place = place;
    this.effort = effort;
    this.out = out;
  }

  /** One round's figures of a gateway that is called too often. */
  private record Round(double peak, Figures sustained, Figures tooMuch) {
    double goodput() {
      return tooMuch.goodput() / peak;
    }

    double latency() {
      return tooMuch.stableMillis(99) / sustained.stableMillis(99);
    }
  }

  /**
   * One round's figures of stable's callers.
   *
   * @param part of a processor that the canary took
   */
  private record Beside(Figures alone, Figures canary, double part, Figures burner) {
    double byCanary() {
      return canary.stableMillis(99) / alone.stableMillis(99);
    }

    double byBurner() {
      return burner.stableMillis(99) / alone.stableMillis(99);
    }
  }

  /** Prints what was found, and returns what falls short; nothing if all is well. */
  List<String> run() throws IOException, OrtException, InterruptedException {
    var folder = place.fresh("overload");
    var repository = folder.resolve("models");
    int count = Products.count(effort.runMillis());
    Products.write(repository, 1, count);
    Products.write(repository, 2, SLOWER * count);
    out.printf(
        Locale.ROOT,
        "a run of stable takes about %.0f ms; maxQueueWait %s; %d rounds of %.0f s%n",
        effort.runMillis(),
        effort.waitText(),
        effort.rounds(),
        effort.seconds());
    var shortcomings = new ArrayList<String>();
    try (var whole = start(repository, "whole", "{1: 1}");
        var split = start(repository, "split", "{1: 0.95, 2: 0.05}");
        var toWhole = new Callers(whole.port());
        var toSplit = new Callers(split.port())) {
      warmUp(toWhole);
      warmUp(toSplit);
      double peak = tooMany(toWhole, shortcomings);
      slowCanary(HALF * peak, whole, toWhole, split, toSplit, shortcomings);
    }
    return shortcomings;
  }

  private Server start(Path repository, String name, String split)
      throws IOException, InterruptedException {
    var folder = place.fresh("overload-" + name);
    var config = "models:\n  " + Products.MODEL + ":\n    split: " + split
        + "\n    batching: {maxQueueWait: " + effort.waitText() + "}\n" + SerinRung.GATES_THAT_LOG;
    return Server.start(place.gateway(folder, config, repository, List.of()));
  }

  private void warmUp(Callers callers) throws InterruptedException {
    var unused = callers.closed(BUSY, effort.seconds());
  }

  /** Returns the peak rate. */
  private double tooMany(Callers callers, List<String> shortcomings) throws InterruptedException {
    out.println("\n| round | peak/s | p99 ms at 80 % | answers/s at 3x | p99 ms at 3x | refused |"
        + " p99 of refusals ms | goodput / peak | p99 / p99 at 80 % |\n"
        + "|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    var all = new ArrayList<Round>();
    for (int i = 1; i <= effort.rounds(); i++) {
      double peak = sound(callers.closed(BUSY, effort.seconds())).goodput();
      var sustained = sound(callers.open(SUSTAINED * peak, effort.seconds(), ++seed));
      var tooMuch = sound(callers.open(TOO_MUCH * peak, effort.seconds(), ++seed));
      var round = new Round(peak, sustained, tooMuch);
      all.add(round);
      out.printf(
          Locale.ROOT,
          "| %d | %.0f | %.1f | %.0f | %.1f | %.0f %% | %.2f | %.2f | %.2f |%n",
          i,
          peak,
          sustained.stableMillis(99),
          tooMuch.goodput(),
          tooMuch.stableMillis(99),
          100.0 * tooMuch.refused().getTotalCount() / (TOO_MUCH * peak * effort.seconds()),
          tooMuch.refusedMillis(99),
          round.goodput(),
          round.latency());
    }
    need(shortcomings, "goodput at 3x / peak", median(all, Round::goodput), 0.9, true);
    need(shortcomings, "p99 at 3x / p99 at 80 %", median(all, Round::latency), 2, false);
    need(
        shortcomings,
        "p99 of refusals, ms",
        median(all, round -> round.tooMuch().refusedMillis(99)),
        5,
        false);
    return median(all, Round::peak);
  }

  private void slowCanary(
      double rate,
      Server whole,
      Callers toWhole,
      Server split,
      Callers toSplit,
      List<String> shortcomings)
      throws InterruptedException {
    out.println("\n| round | stable's p99 ms alone | beside a canary 50x slower | of a processor |"
        + " beside an equal burner | canary / alone | burner / alone |\n"
        + "|--:|--:|--:|--:|--:|--:|--:|");
    var all = new ArrayList<Beside>();
    for (int i = 1; i <= effort.rounds(); i++) {
      var cpu = whole.cpu();
      var alone = sound(toWhole.open(STABLE_SHARE * rate, effort.seconds(), ++seed));
      long ofStable = whole.cpu().since(cpu).micros();
      cpu = split.cpu();
      var canary = sound(toSplit.open(rate, effort.seconds(), seed));
      long ofBoth = split.cpu().since(cpu).micros();
      double part = Math.min(0.99, Math.max(0.01, (ofBoth - ofStable) / 1e6 / effort.seconds()));
      var burner = new Burner(part, SLOWER * effort.runMillis());
      var besideBurner = sound(toWhole.open(STABLE_SHARE * rate, effort.seconds(), seed));
      burner.stop();
      var round = new Beside(alone, canary, part, besideBurner);
      all.add(round);
      out.printf(
          Locale.ROOT,
          "| %d | %.1f | %.1f | %.2f | %.1f | %.2f | %.2f |%n",
          i,
          alone.stableMillis(99),
          canary.stableMillis(99),
          part,
          besideBurner.stableMillis(99),
          round.byCanary(),
          round.byBurner());
    }
    need(
        shortcomings,
        "stable's p99 moved by a slow canary / by an equal burner",
        median(all, Beside::byCanary) / median(all, Beside::byBurner),
        1.5,
        false);
  }

  /** Returns figures of calls that were all answered or refused. */
  private static Figures sound(Figures figures) {
    if (figures.failed() > 0) {
      throw new IllegalStateException("calls that failed: " + figures.failed()
          + " (expected: none), such as " + figures.failure());
    }
    return figures;
  }

  private static <T> double median(List<T> rounds, ToDoubleFunction<T> figure) {
    var sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private void need(
      List<String> shortcomings, String what, double found, double wanted, boolean atLeast) {
    boolean reached = atLeast ? found >= wanted : found <= wanted;
    var text = String.format(
        Locale.ROOT,
        "%s %s: %.2f (target: %s %s)",
        reached ? "ok  " : "MISS",
        what,
        found,
        atLeast ? ">=" : "<=",
        wanted);
    out.println(text);
    if (!reached) {
      shortcomings.add(text);
    }
  }
}
