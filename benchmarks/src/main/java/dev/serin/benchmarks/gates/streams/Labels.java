package dev.serin.benchmarks.gates.streams;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Which predictions get a label, when, and how often they are wrong. Thread-safe: immutable.
 *
 * @param share of the predictions that ever get one
 * @param kinds of truth
 * @param canaryDelay what the delay of the canary's labels is multiplied by
 */
public record Labels(double share, List<Kind> kinds, double canaryDelay) {
  public static final Labels NONE = new Labels(0, List.of(), 1);

  /** Labels that all come after the same time. */
  public static Labels after(double share, double wrong, long delayMillis) {
    return new Labels(share, List.of(new Kind(1, wrong, delayMillis, false)), 1);
  }

  /** The kind of truth of the next prediction. */
  public Kind next(RandomGenerator random) {
    double u = random.nextDouble();
    for (var kind : kinds) {
      u -= kind.share;
      if (u < 0) {
        return kind;
      }
    }
    return kinds.get(kinds.size() - 1);
  }

  /**
   * A class of the truth.
   *
   * @param share of the predictions
   * @param wrong how often stable is wrong about it
   * @param delayMillis the mean delay
   * @param random whether delays are exponential
   */
  public record Kind(double share, double wrong, double delayMillis, boolean random) {
    /** Draws the delay of the next label, in milliseconds. */
    public double delay(RandomGenerator generator) {
      return random ? delayMillis * generator.nextExponential() : delayMillis;
    }
  }
}
