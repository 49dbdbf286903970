package dev.serin.demo;

import dev.serin.client.Prediction;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Fits the slow version to this machine: measures calls of stable and the time of a look under the
 * load of the viewers, and gives the slow version enough looks to be clearly too slow.
 */
final class Calibrator {
  /** The model that is measured, in versions with few and with many looks; no viewer gets it. */
  private static final String TRIAL = "watch-next-trial";

  private static final long FEW = 1;
  private static final long MANY = 41;
  private static final int CALLS = 25;

  /** The factor by which its calls exceed the limit. */
  private static final double EXCESS = 3;

  /** How much of one core the slow version may use while the canary has its first share. */
  private static final double LOAD = 0.4;

  /** The time of a look that is too short to be measured. */
  private static final double LEAST_LOOK_MILLIS = 1e-3;

  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MILLIS_PER_SECOND = 1000;

  private final Stage stage;
  private final Readiness readiness;
  private final Limits limits;

  /**
   * The latency limits of the gates, and the candidate's first share.
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
   * Returns the calibration of the slow version.
   *
   * @param version the slow one
   * @param slow its model
   * @param p95Millis of stable under the demo's load
   * @param mostCallsPerSecond of the viewers
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
   * Times measured on this machine, in milliseconds.
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
