package dev.serin.demo;

/**
 * How slow the slow version is made on this machine.
 *
 * @param version the slow one
 * @param p95Millis the 95 % quantile of stable's time in the gateway under the demo's load
 * @param limitMillis above what {@code latency.q95} calls a call slow at that quantile
 * @param callMillis what a call of the slow version takes without any look
 * @param lookMillis what each look adds
 * @param looks how many it gets
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
  /** What a call of the slow version is expected to take, in milliseconds. */
  public double slowMillis() {
    return callMillis + looks * lookMillis;
  }
}
