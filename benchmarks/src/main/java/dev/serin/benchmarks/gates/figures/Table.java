package dev.serin.benchmarks.gates.figures;

/** Figures that belong together. */
@FunctionalInterface
public interface Table {
  /** Simulates and prints them. */
  void print(Bench bench);
}
