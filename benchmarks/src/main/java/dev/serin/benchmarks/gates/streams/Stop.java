package dev.serin.benchmarks.gates.streams;

/**
 * When a rule rolled back: infinite if it did not.
 *
 * @param minutes since the rollout began
 * @param canaryCalls that the canary had answered by then
 * @param canaryLabels that had arrived for it
 */
public record Stop(double minutes, double canaryCalls, double canaryLabels) {
  /** It did not. */
  public static final Stop NEVER =
      new Stop(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** Whether it did. */
  public boolean happened() {
    return Double.isFinite(minutes);
  }
}
