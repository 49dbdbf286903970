package dev.serin.gate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers that only add up, some for each step: counts, sums, log-wealth.
 *
 * <p>Confined to one thread.
 */
final class PerStep {
  private final int width;
  private final List<double[]> steps = new ArrayList<>();
  private int restarts;

  PerStep(int width) {
    this.width = width;
  }

  /** Returns numbers that others have kept, a row for each step from the first on. */
  static PerStep of(int width, List<double[]> rows) {
    var numbers = new PerStep(width);
    for (int step = 1; step <= rows.size(); step++) {
      add(numbers.at(step), rows.get(step - 1));
    }
    return numbers;
  }

  /** How many numbers a step has. */
  int width() {
    return width;
  }

  /** How many steps have begun, as far as these numbers know. */
  int count() {
    return steps.size();
  }

  /** The numbers of a step, from 1, to add to. */
  double[] at(int step) {
    while (steps.size() < step) {
      steps.add(new double[width]);
    }
    return steps.get(step - 1);
  }

  /** The sums over all steps. */
  double[] total() {
    var total = new double[width];
    steps.forEach(row -> add(total, row));
    return total;
  }

  /** The rows of all steps; copies. */
  List<double[]> rows() {
    return steps.stream().map(double[]::clone).toList();
  }

  /** Starts over: all numbers are 0 again. */
  void restart() {
    steps.forEach(row -> Arrays.fill(row, 0));
    restarts++;
  }

  /** How often they started over. */
  int restarts() {
    return restarts;
  }

  void add(PerStep other) {
    for (int step = 1; step <= other.count(); step++) {
      add(at(step), other.steps.get(step - 1));
    }
  }

  static void add(double[] sum, double[] numbers) {
    if (sum.length != numbers.length) {
      throw new IllegalArgumentException(
          "numbers: " + numbers.length + " (expected: " + sum.length + ")");
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] += numbers[i];
    }
  }
}
