package dev.serin.gate;

import java.time.Duration;

/** How long labels take, as counts in buckets that are a fifth wider each. */
final class Delays {
  static final int WIDTH = 128;

  private static final double PER_OCTAVE = 4;
  private static final double LOG_TWO = Math.log(2);

  private Delays() {}

  static void count(double[] delays, long millis) {
    int bucket = (int) (PER_OCTAVE * Math.log(Math.max(millis, 0) + 1.0) / LOG_TWO);
    delays[Math.min(bucket, WIDTH - 1)]++;
  }

  /** Returns a delay that this part of the labels did not exceed. */
  static Duration quantile(double[] delays, double part) {
    double all = 0;
    for (double count : delays) {
      all += count;
    }
    double seen = 0;
    int bucket = -1;
    while (bucket < WIDTH - 1 && seen < part * all) {
      seen += delays[++bucket];
    }
    return Duration.ofMillis((long) Math.ceil(Math.pow(2, (bucket + 1) / PER_OCTAVE) - 1));
  }
}
