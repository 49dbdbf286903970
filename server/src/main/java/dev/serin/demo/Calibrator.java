package dev.serin.demo;

import dev.serin.client.PredictCall;
import dev.serin.client.Prediction;
import dev.serin.client.Tensor;
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
   * @param p95Millis of stable under the demo's load
   * @param mostCallsPerSecond at which viewers may come
   */
  Calibration calibrate(byte[] slow, Viewer viewer, double p95Millis, double mostCallsPerSecond)
      throws IOException, InterruptedException {
    stage.install(TRIAL, FEW, Looks.set(slow, FEW));
    stage.install(TRIAL, MANY, Looks.set(slow, MANY));
    readiness.await(TRIAL, FEW);
    readiness.await(TRIAL, MANY);
    double few = medianMillis(viewer, FEW);
    double many = medianMillis(viewer, MANY);
    stage.remove(TRIAL);
    double look = Math.max((many - few) / (MANY - FEW), 1e-3);
    double call = Math.max(few - FEW * look, 0);
    double limit = Math.max(limits.floorMillis(), limits.maxRatio() * p95Millis);
    long looks = Math.max(1, (long) Math.ceil((EXCESS * limit - call) / look));
    double millis = call + looks * look;
    double rate = LOAD * MILLIS_PER_SECOND / millis / limits.firstShare();
    return new Calibration(p95Millis, limit, call, look, looks, Math.min(mostCallsPerSecond, rate));
  }

  private double medianMillis(Viewer viewer, long version) {
    var millis = IntStream.range(0, CALLS)
        .mapToDouble(i -> ask(viewer, version).serverTime().toNanos() / NANOS_PER_MILLI)
        .toArray();
    Arrays.sort(millis);
    return millis[CALLS / 2];
  }

  private Prediction ask(Viewer viewer, long version) {
    var row = viewer.row();
    var call = PredictCall.to(TRIAL)
        .version(version)
        .input(Tensor.fp32("viewer", Tensor.shapeOf(1, row.length), row))
        .build();
    return stage.client().predict(call);
  }
}
