package dev.serin.benchmarks.ladder.report;

/**
 * What is measured: a server with a model under a load.
 *
 * @param split how the users are divided; empty where there is but one version
 * @param concurrency the calls in flight in a closed loop; 0 for an open one
 * @param percent the rate of an open loop, as a part of the capacity; 0 for a closed one
 */
public record Cell(String rung, String split, String model, int concurrency, int percent) {
  /** A cell in a closed loop. */
  public static Cell closed(String rung, String split, String model, int concurrency) {
    return new Cell(rung, split, model, concurrency, 0);
  }

  /** A cell in an open loop. */
  public static Cell open(String rung, String split, String model, int percent) {
    return new Cell(rung, split, model, 0, percent);
  }

  /** Returns the name of the rung and its split. */
  public String name() {
    return split.isEmpty() ? rung : rung + " " + split;
  }
}
