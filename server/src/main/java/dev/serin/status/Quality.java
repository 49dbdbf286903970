package dev.serin.status;

import java.time.Duration;

/**
 * The quality of one version in one role, from the labels since the gateway started.
 *
 * @param coverage the labels per row predicted, from 0 to 1
 * @param medianLag the median time from prediction to label; zero without labels
 * @param mean in the metric's own unit; NaN without labels
 * @param low the lower end of a 95 % interval for the true mean, valid at all times at once
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
