package dev.serin.gate;

import dev.serin.stats.BinomialBets;

/**
 * Watches how often something bad happens to one role, against a fixed rate. Confined to one
 * thread.
 */
final class RateGate {
  private final Evidence evidence;
  private final Alarm alarm;
  private final Composite composite;
  private final double logThreshold;

  /**
   * Makes a gate that raises this alarm.
   *
   * @param place of the observations among the counts
   */
  RateGate(
      Evidence evidence, Alarm alarm, PerStep counts, int place, BinomialBets bets, double alpha) {
    this.evidence = evidence;
    this.alarm = alarm;
    this.composite = Composite.of(counts, place, bets);
    this.logThreshold = -Math.log(alpha);
  }

  /** Looks at the counts of a step, which is needed after a bad observation only. */
  void check(int step, long millis) {
    composite.changed(step);
    if (!evidence.alarmed(alarm) && composite.logE() >= logThreshold) {
      evidence.alarm(alarm, millis);
    }
  }
}
