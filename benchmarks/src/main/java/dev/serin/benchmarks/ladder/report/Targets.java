package dev.serin.benchmarks.ladder.report;

import dev.serin.benchmarks.ladder.report.Row.Figure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What the gateway has to reach, in ratios to the other rungs. Confined to one thread. */
public final class Targets {
  private static final String SERIN = "L3";
  private static final String WHOLE = "100/0";
  private static final String LARGE = "mlp_l";
  private static final List<String> SMALL = List.of("lr16", "gbt100", "mlp_m");
  private static final int MODEST_LOAD = 60;

  private final Rows rows;
  private final int inFlight;
  private final List<Target> targets = new ArrayList<>();

  /**
   * Judges rows.
   *
   * @param inFlight the calls in flight at which all rungs are compared
   */
  public Targets(Rows rows, int inFlight) {
    this.rows = rows;
    this.inFlight = inFlight;
  }

  /** Returns all targets, those that were not measured as well. */
  public List<Target> all() {
    targets.clear();
    SMALL.forEach(this::small);
    large();
    over("cnn", 0.97, "L2b");
    latencies();
    return List.copyOf(targets);
  }

  private void small(String model) {
    over(model, 0.85, "L2b");
    atMost(
        "CPU us of L3 - L2b on " + model,
        rows.difference(serin(model, WHOLE), cell("L2b", model), Figure.CPU),
        2);
    over(model, 3, "naive");
    over(model, 5, "triton", "triton-2");
    over(model, 5, "torchserve", "torchserve-2");
    over(model, 30, "mlserver", "mlserver-2");
    split(model, "95/5", 0.9);
  }

  private void large() {
    over(LARGE, 0.97, "L2b");
    over(LARGE, 4, "naive");
    over(LARGE, 1.5, "triton", "triton-2");
    over(LARGE, 1.5, "torchserve", "torchserve-2");
    over(LARGE, 8, "mlserver", "mlserver-2");
    split(LARGE, "95/5", 0.9);
    split(LARGE, "50/50", 0.9);
  }

  private void latencies() {
    for (var model : List.of("mlp_m", LARGE)) {
      var run = rows.median(Cell.closed(Tables.RAW, "", model, 1), Figure.P50);
      var added = rows.difference(
          Cell.closed(SERIN, WHOLE, model, 1), Cell.closed("L1", "", model, 1), Figure.P50);
      atMost(
          "p50 us of L3 - L1 - a run, one in flight, on " + model,
          run.isPresent() && added.isPresent()
              ? OptionalDouble.of(added.getAsDouble() - run.getAsDouble())
              : OptionalDouble.empty(),
          20);
      var modest = Cell.open(SERIN, WHOLE, model, MODEST_LOAD);
      var p50 = rows.median(modest, Figure.P50);
      var p99 = rows.median(modest, Figure.P99);
      atMost(
          "p99 / p50 of L3 at 60 % on " + model,
          p50.isPresent() && p99.isPresent()
              ? OptionalDouble.of(p99.getAsDouble() / p50.getAsDouble())
              : OptionalDouble.empty(),
          3);
    }
  }

  /** Holds the gateway against the fastest of some rungs. */
  private void over(String model, double ratio, String... others) {
    var fastest = Stream.of(others)
        .map(other -> cell(other, model))
        .filter(cell -> rows.median(cell, Figure.RPS).isPresent())
        .max(Comparator.comparingDouble(cell -> rows.median(cell, Figure.RPS).orElseThrow()))
        .orElse(cell(others[0], model));
    atLeast(
        "L3 / " + fastest.rung() + " on " + model,
        rows.ratio(serin(model, WHOLE), fastest, Figure.RPS),
        ratio);
  }

  private void split(String model, String split, double ratio) {
    atLeast(
        "L3 " + split + " / 100/0 on " + model,
        rows.ratio(serin(model, split), serin(model, WHOLE), Figure.RPS),
        ratio);
  }

  private void atLeast(String what, OptionalDouble found, double bound) {
    targets.add(new Target(what, found, true, bound));
  }

  private void atMost(String what, OptionalDouble found, double bound) {
    targets.add(new Target(what, found, false, bound));
  }

  private Cell serin(String model, String split) {
    return Cell.closed(SERIN, split, model, inFlight);
  }

  private Cell cell(String rung, String model) {
    return Cell.closed(rung, "", model, inFlight);
  }
}
