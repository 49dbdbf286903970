package dev.serin.gate;

import dev.serin.stats.BinomialBets;
import dev.serin.stats.LogMean;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * The E of a gate from the numbers of its steps. It remembers the E of each step, so that an
 * addition costs one step's sums. Confined to one thread.
 */
final class Composite {
  /*
   * E = 1/2 E(all steps) + 1/2 sum over k of w_k E(step k), with w_k = 1 / (k (k + 1)).
   *
   * The first half keeps what was learnt from step to step. The second restarts with each step, so
   * that what goes wrong at a high share only is not outvoted by the calm before. The weights sum
   * to 1 over all k; what belongs to steps not begun, 1 / (K + 1), sits on E = 1. An average of
   * e-processes with weights that were fixed before is one again. E is averaged, never log E.
   */
  private static final double LOG_HALF = Math.log(0.5);

  private final PerStep numbers;
  private final ToDoubleFunction<double[]> logE;
  /** Log E of each step; NaN where it has to be found out. */
  private double[] steps = {};

  private int restarts;

  private Composite(PerStep numbers, ToDoubleFunction<double[]> logE) {
    this.numbers = numbers;
    this.logE = logE;
  }

  /** Makes that of log-wealth. */
  static Composite of(PerStep wealth) {
    return new Composite(wealth, LogMean::of);
  }

  /**
   * Makes that of bets on counts: in each step the one at this place are the observations, and the
   * one behind it are those that were bad.
   */
  static Composite of(PerStep counts, int place, BinomialBets bets) {
    return new Composite(counts, row -> logE(row, place, bets));
  }

  /** Returns log E of bets on the counts of one step alone. */
  static double logE(double[] row, int place, BinomialBets bets) {
    var wealth = new double[bets.size()];
    bets.add(wealth, (long) row[place], (long) row[place + 1]);
    return LogMean.of(wealth);
  }

  /** Returns the log of the mean of two E. */
  static double mean(double one, double other) {
    double most = Math.max(one, other);
    return most + Math.log(Math.exp(one - most) + Math.exp(other - most)) + LOG_HALF;
  }

  /** Forgets the E of a step, from 1, whose numbers have changed. */
  void changed(int step) {
    if (step <= steps.length) {
      steps[step - 1] = Double.NaN;
    }
  }

  /** Returns log E. */
  double logE() {
    if (restarts != numbers.restarts()) {
      restarts = numbers.restarts();
      steps = new double[0];
    }
    int known = steps.length;
    if (known < numbers.count()) {
      steps = Arrays.copyOf(steps, numbers.count());
      Arrays.fill(steps, known, steps.length, Double.NaN);
    }
    for (int i = 0; i < steps.length; i++) {
      if (Double.isNaN(steps[i])) {
        steps[i] = logE.applyAsDouble(numbers.at(i + 1));
      }
    }
    return mix(logE.applyAsDouble(numbers.total()));
  }

  private double mix(double all) {
    double most = Math.max(all, 0);
    for (double step : steps) {
      most = Math.max(most, step);
    }
    double sum = Math.exp(all - most) + Math.exp(-most) / (steps.length + 1);
    for (int k = 1; k <= steps.length; k++) {
      sum += Math.exp(steps[k - 1] - most) / (k * (k + 1.0));
    }
    return most + Math.log(sum) + LOG_HALF;
  }
}
