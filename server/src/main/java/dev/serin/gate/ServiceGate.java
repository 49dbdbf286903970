package dev.serin.gate;

import dev.serin.stats.BinomialBets;
import java.math.BigDecimal;

/**
 * Watches how often calls take longer than a fixed time in the service as a whole: in all steps
 * together, and in each step by itself, which tells that the slowdown began there. Confined to one
 * thread.
 */
final class ServiceGate {
  /** What queued up before users were taken off the canary is slow for that long. */
  static final long SETTLING_MILLIS = 60_000;

  private final Evidence evidence;
  private final Alarm alarm;
  private final PerStep counts;
  private final BinomialBets bets;
  private final LimitGate all;

  /** Makes a gate that raises this alarm, and one for each step. */
  ServiceGate(Evidence evidence, Alarm alarm, BigDecimal q, long limitNanos) {
    this.evidence = evidence;
    this.alarm = alarm;
    this.counts = evidence.numbers(alarm.counts());
    this.bets = LimitGate.above(q);
    this.all = new LimitGate(evidence, alarm, q, limitNanos, Alphas.PAUSE);
  }

  long nanos() {
    return all.nanos();
  }

  /** Adds a call; where users were taken off the canary, only one of stable that came later. */
  void add(int step, Call call) {
    if (isLowered(step) && (call.canary() || isSettling(step, call))) {
      return;
    }
    all.add(step, call);
    var began = alarm.in(step);
    if (call.latencyNanos() > all.nanos()
        && !evidence.alarmed(began)
        && Composite.logE(counts.at(step), Tally.CANARY, bets) >= -Math.log(Alphas.PAUSE)) {
      evidence.alarm(began, call.timeMillis());
    }
  }

  private boolean isLowered(int step) {
    return evidence
        .step(step)
        .flatMap(now ->
            evidence.step(step - 1).filter(before -> before.share().compareTo(now.share()) > 0))
        .isPresent();
  }

  private boolean isSettling(int step, Call call) {
    long start = evidence.step(step).orElseThrow().startMillis();
    return call.timeMillis() < start + SETTLING_MILLIS;
  }
}
