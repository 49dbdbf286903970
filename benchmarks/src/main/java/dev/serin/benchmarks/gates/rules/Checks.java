package dev.serin.benchmarks.gates.rules;

import dev.serin.gate.Call;
import dev.serin.gate.Call.Result;

/** Checks of the canary's error rate, each over its calls since the last one. */
final class Checks {
  private final int most;
  private final int callsPerCheck;
  private final double threshold;
  private int done;
  private int failed;
  private int calls;
  private int errors;

  Checks(int most, int callsPerCheck, double threshold) {
    this.most = most;
    this.callsPerCheck = callsPerCheck;
    this.threshold = threshold;
  }

  void add(Call call) {
    if (!call.canary() || done == most) {
      return;
    }
    calls++;
    errors += call.result() == Result.BAD ? 1 : 0;
    if (calls == callsPerCheck) {
      done++;
      failed += errors > threshold * calls ? 1 : 0;
      calls = 0;
      errors = 0;
    }
  }

  int failed() {
    return failed;
  }
}
