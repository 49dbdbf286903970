package dev.serin.demo;

import dev.serin.client.Prediction;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Fits the slow version to this machine: measures what a call of stable and what a look take while
 * the viewers come, and gives the slow version as many looks as make it too slow beyond doubt.
 */
final class Calibrator {
  /** The model that is measured, in versions of few and of many looks; nobody is routed to it. */
  private static final String TRIAL = "watch-next-trial";

  private static final long FEW = 1;
  private static final long MANY = 41;
  private static final int CALLS = 25;

  /** How many times as long as allowed its calls are to take. */
  private static final double EXCESS = 3;

  /** How much of one core the slow version may use while the canary has its first share. */
  private static final double LOAD = 0.4;

  /** Where a look is too short to be measured. */
  private static final double LEAST_LOOK_MILLIS = 1e-3;

  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MILLIS_PER_SECOND = 1000;

  private final Stage stage;
  private final Readiness readiness;
  private final Limits limits;

  /**
   * What the gates call slow, and who gets the canary first.
   *
   * @param floorMillis below which no call is slow
   * @param maxRatio by which the tail may be slower than stable's
   * @param firstShare of the candidate
   */
  record Limits(double floorMillis, double maxRatio, double firstShare) {}

  Calibrator(Stage stage, Readiness readiness, Limits limits) {
    this.stage = stage;
    this.readiness = readiness;
    this.limits = limits;
  }

  /**
   * Returns how slow the slow version is to be made.
   *
   * @param version the slow one
   * @param slow its model
   * @param p95Millis of stable under the demo's load
   * @param mostCallsPerSecond at which viewers may come
   */
  Calibration calibrate(
      long version, byte[] slow, Viewer viewer, double p95Millis, double mostCallsPerSecond)
      throws IOException, InterruptedException {
    stage.install(TRIAL, FEW, Looks.set(slow, FEW));
    stage.install(TRIAL, MANY, Looks.set(slow, MANY));
    readiness.await(TRIAL, FEW);
    readiness.await(TRIAL, MANY);
    var measured = new Measured(p95Millis, medianMillis(viewer, FEW), medianMillis(viewer, MANY));
    stage.remove(TRIAL);
    return fit(version, measured, limits, mostCallsPerSecond);
  }

  /**
   * What this machine takes, in milliseconds.
   *
   * @param p95 of stable's calls
   * @param few of a call with few looks
   * @param many of a call with many looks
   */
  record Measured(double p95, double few, double many) {}

  static Calibration fit(
      long version, Measured measured, Limits limits, double mostCallsPerSecond) {
    double look = Math.max((measured.many() - measured.few()) / (MANY - FEW), LEAST_LOOK_MILLIS);
    double call = Math.max(measured.few() - FEW * look, 0);
    double limit = Math.max(limits.floorMillis(), limits.maxRatio() * measured.p95());
    long looks = Math.max(1, (long) Math.ceil((EXCESS * limit - call) / look));
    double millis = call + looks * look;
    double rate = LOAD * MILLIS_PER_SECOND / millis / limits.firstShare();
    return new Calibration(
        version, measured.p95(), limit, call, look, looks, Math.min(mostCallsPerSecond, rate));
  }

  private double medianMillis(Viewer viewer, long version) {
    var millis = IntStream.range(0, CALLS)
        .mapToDouble(i -> ask(viewer, version).serverTime().toNanos() / NANOS_PER_MILLI)
        .toArray();
    Arrays.sort(millis);
    return millis[CALLS / 2];
  }

  private Prediction ask(Viewer viewer, long version) {
    return stage.client().predict(viewer.ask(TRIAL).version(version).build());
  }
}
