package dev.serin.demo;

/**
 * How the slow version is fitted to this machine.
 *
 * @param version the slow one
 * @param p95Millis the 95 % quantile of stable's time in the gateway under the demo's load
 * @param limitMillis above which {@code latency.q95} counts a call as slow
 * @param callMillis the time of a call of the slow version without any look
 * @param lookMillis the time that each look adds
 * @param looks how many looks it gets
 * @param callsPerSecond at which the act is played, so that the slow version can keep up
 */
public record Calibration(
    long version,
    double p95Millis,
    double limitMillis,
    double callMillis,
    double lookMillis,
    long looks,
    double callsPerSecond) {
  /** The expected time of a call of the slow version, in milliseconds. */
  public double slowMillis() {
    return callMillis + looks * lookMillis;
  }
}
