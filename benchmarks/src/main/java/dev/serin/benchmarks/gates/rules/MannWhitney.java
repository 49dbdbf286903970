package dev.serin.benchmarks.gates.rules;

import java.util.Arrays;

/** The shift between two samples, after Mann and Whitney, and Hodges and Lehmann. */
final class MannWhitney {
  /** Standard deviations on either side that hold 98 %. */
  private static final double WIDTH = 2.3263;

  /** The part of the shift that is tolerated. */
  private static final double TOLERANCE = 0.25;

  private MannWhitney() {}

  /**
   * Whether the interval of the shift from the control to the experiment lies above a quarter of
   * its estimate. NaN are missing.
   */
  static boolean isHigher(double[] experiment, double[] control) {
    var these = present(experiment);
    var those = present(control);
    if (these.length == 0 || those.length == 0) {
      return false;
    }
    var differences = differences(these, those);
    double estimate = median(differences);
    return lowerEnd(differences, these.length, those.length) > TOLERANCE * Math.abs(estimate);
  }

  /** The normal approximation of the rank of the difference at which the interval begins. */
  private static double lowerEnd(double[] differences, int these, int those) {
    double pairs = (double) these * those;
    double deviation = Math.sqrt(pairs * (these + those + 1) / 12);
    int rank = (int) Math.floor(pairs / 2 - WIDTH * deviation);
    return rank < 1 ? Double.NEGATIVE_INFINITY : differences[rank - 1];
  }

  private static double[] differences(double[] these, double[] those) {
    var differences = new double[these.length * those.length];
    for (int i = 0; i < these.length; i++) {
      for (int j = 0; j < those.length; j++) {
        differences[i * those.length + j] = these[i] - those[j];
      }
    }
    Arrays.sort(differences);
    return differences;
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double[] present(double[] values) {
    return Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
  }
}
