package dev.serin.benchmarks.gates.rules;

import dev.serin.gate.Call;
import dev.serin.gate.Call.Result;
import dev.serin.gate.Step;
import java.util.Arrays;

/**
 * A judge after Kayenta's: every ten minutes it compares the last ten minutes of both versions, a
 * point for every ten seconds, by three metrics: error rate, mean latency and 95th percentile. A
 * metric fails if the confidence interval (98 %) of the Mann-Whitney shift lies above a quarter of
 * the shift itself. The score is the share of the metrics that pass; below 75 % it stops.
 */
public final class MannWhitneyJudge implements Rule {
  private static final long POINT_MILLIS = 10_000;
  private static final int POINTS = 60;
  private static final double FEWEST_PASSED = 0.75;
  private static final double Q = 0.95;

  private final Series canary = new Series();
  private final Series stable = new Series();
  private long pointEnd = Long.MAX_VALUE;
  private int points;
  private boolean stops;

  @Override
  public void begin(Step step) {
    if (pointEnd == Long.MAX_VALUE) {
      pointEnd = step.startMillis() + POINT_MILLIS;
    }
  }

  @Override
  public void call(int step, Call call) {
    while (call.timeMillis() >= pointEnd) {
      endPoint();
    }
    if (step > 0) {
      (call.canary() ? canary : stable).add(call);
    }
  }

  @Override
  public boolean stops() {
    return stops;
  }

  private void endPoint() {
    canary.endPoint(points);
    stable.endPoint(points);
    points++;
    pointEnd += POINT_MILLIS;
    if (points == POINTS) {
      stops |= score() < FEWEST_PASSED;
      points = 0;
    }
  }

  private double score() {
    double passed = 0;
    for (int metric = 0; metric < Series.METRICS; metric++) {
      passed += MannWhitney.isHigher(canary.values[metric], stable.values[metric]) ? 0 : 1;
    }
    return passed / Series.METRICS;
  }

  /** The points of one version; a point without calls is missing. */
  private static final class Series {
    static final int METRICS = 3;

    private final double[][] values = new double[METRICS][POINTS];
    private double[] latencies = new double[1024];
    private int calls;
    private int errors;

    void add(Call call) {
      if (calls == latencies.length) {
        latencies = Arrays.copyOf(latencies, 2 * calls);
      }
      latencies[calls++] = call.latencyNanos();
      errors += call.result() == Result.BAD ? 1 : 0;
    }

    void endPoint(int point) {
      Arrays.sort(latencies, 0, calls);
      values[0][point] = (double) errors / calls;
      values[1][point] = Arrays.stream(latencies, 0, calls).average().orElse(Double.NaN);
      values[2][point] = calls == 0 ? Double.NaN : latencies[(int) Math.ceil(Q * calls) - 1];
      calls = 0;
      errors = 0;
    }
  }
}
