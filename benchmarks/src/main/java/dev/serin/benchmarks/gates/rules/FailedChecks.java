package dev.serin.benchmarks.gates.rules;

import dev.serin.gate.Call;

/**
 * A counter of failed checks, as in Flagger: it goes up with every check of the canary's error rate
 * that fails, never down, and stops the rollout at a threshold.
 */
public final class FailedChecks implements Rule {
  private final Checks checks;
  private final int threshold;

  public FailedChecks(int checks, int callsPerCheck, double errorRate, int threshold) {
    this.checks = new Checks(checks, callsPerCheck, errorRate);
    this.threshold = threshold;
  }

  @Override
  public void call(int step, Call call) {
    checks.add(call);
  }

  @Override
  public boolean stops() {
    return checks.failed() >= threshold;
  }
}
