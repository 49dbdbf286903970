package dev.serin.benchmarks.gates.rules;

import dev.serin.gate.Call;

/**
 * A threshold with a failure limit, as in an analysis of Argo Rollouts: so many checks, each of the
 * canary's error rate over its calls since the last check; it stops when more than a limit failed.
 * A healthy stable is never looked at.
 */
public final class FailureLimit implements Rule {
  private final Checks checks;
  private final int limit;

  public FailureLimit(int checks, int callsPerCheck, double threshold, int limit) {
    this.checks = new Checks(checks, callsPerCheck, threshold);
    this.limit = limit;
  }

  @Override
  public void call(int step, Call call) {
    checks.add(call);
  }

  @Override
  public boolean stops() {
    return checks.failed() > limit;
  }
}
