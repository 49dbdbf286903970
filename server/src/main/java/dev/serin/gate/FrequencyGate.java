package dev.serin.gate;

import dev.serin.stats.BinomialBets;
import java.util.Optional;

/**
 * Watches how often something happens to calls of the canary: more often than to stable's, and than
 * a floor. Confined to one thread.
 */
final class FrequencyGate {
  private final PerStep counted;
  private final OddsGate odds;
  private final RateGate floor;

  FrequencyGate(Evidence evidence, Frequency frequency) {
    counted = frequency.counted(evidence);
    odds = new OddsGate(
        evidence,
        frequency.alarm(),
        frequency.oddsRatio(),
        Optional.of(frequency.okOddsRatio()),
        frequency.alpha());
    floor = new RateGate(
        evidence,
        frequency.floor(),
        counted,
        Tally.CANARY,
        BinomialBets.above(frequency.absFloor()),
        frequency.alpha());
  }

  void begin(Step step, long millis) {
    odds.begin(step, millis);
  }

  /** Adds a call, and whether it happened to it. */
  void add(int step, Call call, boolean happened, boolean inFirst, long millis) {
    Tally.count(counted.at(step), call.role(), happened);
    if (happened && call.canary()) {
      floor.check(step, millis);
    }
    odds.add(step, millis, inFirst, call.role(), happened, call.together());
  }

  void advance(long millis) {
    odds.advance(millis);
  }

  void close(long millis) {
    odds.close(millis);
  }
}
