package dev.serin.benchmarks.gates.rules;

import dev.serin.gate.Call;
import dev.serin.gate.Call.Result;
import dev.serin.gate.Step;

/**
 * Our comparison of errors with the settings of the tables, where so many calls of each user count
 * per window: 1 %, strata of 50 calls or more, one family of bets.
 */
public final class CappedErrors implements Rule {
  private static final int SMALLEST_STRATUM = 50;
  private static final int EXPECTED_OF_RARER = 3;
  private static final int COUNTERS = 1 << 18;

  private final int cap;
  private final long windowMillis;
  private final PlainOdds.Counts stratum = new PlainOdds.Counts();
  private final PlainOdds odds = new PlainOdds();
  private int[] counters = new int[COUNTERS];
  private long windowEnd;
  private int stratumSize = SMALLEST_STRATUM;

  /** Begins to compare, with this cap in each window of a step. */
  public CappedErrors(int cap, long windowMillis) {
    this.cap = cap;
    this.windowMillis = windowMillis;
  }

  @Override
  public void begin(Step step) {
    odds.close(stratum);
    double share = step.share().doubleValue();
    stratumSize =
        (int) Math.max(SMALLEST_STRATUM, Math.ceil(EXPECTED_OF_RARER / Math.min(share, 1 - share)));
    windowEnd = step.startMillis();
  }

  @Override
  public void call(int step, Call call) {
    if (step == 0) {
      return;
    }
    while (call.timeMillis() >= windowEnd) {
      counters = new int[COUNTERS];
      windowEnd += windowMillis;
    }
    if (counters[(int) call.user() & COUNTERS - 1]++ < cap) {
      stratum.add(call.canary(), call.result() == Result.BAD);
      if (stratum.size() >= stratumSize) {
        odds.close(stratum);
      }
    }
  }

  @Override
  public boolean stops() {
    return odds.alarmed();
  }
}
