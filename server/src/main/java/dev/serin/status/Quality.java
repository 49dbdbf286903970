package dev.serin.status;

import java.time.Duration;

/**
 * What the labels say about one version in one role since the gateway started.
 *
 * @param coverage the labels per row predicted, from 0 to 1
 * @param medianLag from prediction to label; zero without labels
 * @param mean in the metric's own unit; not a number without labels
 * @param low the lower end of an interval that holds the true mean at all times with 95 %; so may
 *     be looked at any time
 * @param high its upper end
 */
public record Quality(
    String metric,
    long labels,
    double coverage,
    Duration medianLag,
    double mean,
    double low,
    double high) {

  /** Returns the quality of a version without labels. */
  static Quality unlabelled(String metric) {
    return new Quality(metric, 0, 0, Duration.ZERO, Double.NaN, Double.NaN, Double.NaN);
  }
}
