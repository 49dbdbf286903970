package dev.serin.gate;

import dev.serin.stats.BinomialBets;
import java.math.BigDecimal;

/**
 * Watches how often the calls it is given take longer than a fixed time; they stand where the
 * canary's do, whosever they are. Confined to one thread.
 */
final class LimitGate {
  private final PerStep counts;
  private final RateGate gate;
  private final long limitNanos;

  /**
   * Makes a gate that raises this alarm.
   *
   * @param q the quantile of the latency that must not be above the limit
   */
  LimitGate(Evidence evidence, Alarm alarm, BigDecimal q, long limitNanos, double alpha) {
    this.counts = evidence.numbers(alarm.counts());
    this.gate = new RateGate(evidence, alarm, counts, Tally.CANARY, above(q), alpha);
    this.limitNanos = limitNanos;
  }

  /** Bets that more calls than these exceed the quantile. */
  static BinomialBets above(BigDecimal q) {
    return BinomialBets.above(BigDecimal.ONE.subtract(q).doubleValue());
  }

  /** Bets that fewer calls than these exceed the quantile. */
  static BinomialBets below(BigDecimal q) {
    return BinomialBets.below(BigDecimal.ONE.subtract(q).doubleValue());
  }

  long nanos() {
    return limitNanos;
  }

  /** Adds a call, if it ended by itself or is slow anyway. */
  void add(int step, Call call) {
    boolean slow = call.latencyNanos() > limitNanos;
    if (slow || call.result() != Call.Result.EXCLUDED) {
      var row = counts.at(step);
      row[Tally.CANARY]++;
      if (slow) {
        row[Tally.CANARY + 1]++;
        gate.check(step, call.timeMillis());
      }
    }
  }
}
