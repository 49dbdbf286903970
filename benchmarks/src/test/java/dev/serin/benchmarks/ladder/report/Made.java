package dev.serin.benchmarks.ladder.report;

import java.util.OptionalDouble;

/** Made-up rows. */
final class Made {
  private Made() {}

  static Row row(Cell cell, int round, double rps, double p50) {
    return new Row(
        cell,
        round,
        rps,
        new Row.Cpu(12, 1, 1, 2),
        new Row.Latency(p50, 2 * p50, 3 * p50),
        cell.rung().equals("L2b") ? OptionalDouble.of(8) : OptionalDouble.empty(),
        0.01);
  }

  static Cell serin(String split) {
    return Cell.closed("L3", split, "lr16", 64);
  }

  static Cell rung(String name) {
    return Cell.closed(name, "", "lr16", 64);
  }
}
