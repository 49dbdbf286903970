package dev.serin.benchmarks.gates.rules;

import dev.serin.gate.Call;
import dev.serin.gate.Call.Result;

/**
 * The z-test of the two error rates on all calls so far, at 1 % one-sided, looked at every 100
 * calls from 100 calls of the canary on.
 */
public final class PeekedZ implements Rule {
  private static final int EVERY = 100;
  private static final int FEWEST = 100;

  private final PooledCounts counts = new PooledCounts();
  private int calls;
  private boolean stops;

  @Override
  public void call(int step, Call call) {
    if (step == 0) {
      return;
    }
    counts.add(call.canary(), call.result() == Result.BAD);
    calls++;
    stops |=
        calls % EVERY == 0 && counts.canary() >= FEWEST && counts.z() > PooledCounts.ONE_PERCENT;
  }

  @Override
  public boolean stops() {
    return stops;
  }
}
