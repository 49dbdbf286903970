package dev.serin.demo;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/**
 * The measurements of one version until its rollout was decided.
 *
 * @param calls that it answered
 * @param users viewers that it answered
 * @param labels that the quality gate counted, by its last report: in time, and at most five of a
 *     viewer in each step
 * @param reward their mean, the share that was watched to the end, from 0 to 1
 * @param low the lower end of its 95 % interval
 * @param high the upper end
 * @param truth the mean chance that its choices are watched to the end, over all its calls; only
 *     the simulation knows it
 * @param p95Millis the 95 % quantile of the time in the gateway, in milliseconds
 */
public record Side(
    long version,
    long calls,
    long users,
    long labels,
    OptionalDouble reward,
    double low,
    double high,
    OptionalDouble truth,
    OptionalDouble p95Millis) {
  /** Checks that nothing is missing. */
  public Side {
    requireNonNull(reward, "reward");
    requireNonNull(truth, "truth");
    requireNonNull(p95Millis, "p95Millis");
  }
}
