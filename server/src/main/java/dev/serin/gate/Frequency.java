package dev.serin.gate;

import dev.serin.gate.GateSettings.Abandoned;
import dev.serin.gate.Trial.Phase;
import java.util.List;

/**
 * How often something may happen to calls of the canary.
 *
 * @param alarm that it is exceeded; its counts are kept under the same name
 * @param oddsRatio what its odds may be, as a multiple of stable's
 * @param absFloor the share of calls that is not harmful, whatever stable's is
 * @param okOddsRatio the odds to rule out, as a multiple of stable's
 * @param okAbs the share of calls to rule out, if the odds are not
 * @param alpha the highest probability of a false alarm
 */
record Frequency(
    Alarm alarm,
    double oddsRatio,
    double absFloor,
    double okOddsRatio,
    double okAbs,
    double alpha) {
  /**
   * That of errors.
   *
   * @param phase of which it counts the calls
   */
  static Frequency errors(GateSettings settings, Evidence evidence, Phase phase) {
    var errors = settings.errors();
    return new Frequency(
        Alarm.ERRORS.in(phase),
        errors.oddsRatio(),
        errors.absFloor(),
        errors.okOddsRatio(),
        errors.okAbs(),
        Alphas.errors(settings, evidence));
  }

  /** That of calls given up. */
  static Frequency abandoned(GateSettings settings, Abandoned abandoned) {
    return new Frequency(
        Alarm.ABANDONED,
        abandoned.oddsRatio(),
        abandoned.absFloor(),
        abandoned.okOddsRatio(),
        abandoned.okAbs(),
        Alphas.abandoned(settings, abandoned));
  }

  /** The two alarms that together mean harm, of a frequency of this name. */
  static List<Alarm> alarms(Alarm alarm) {
    return List.of(alarm, alarm.floor());
  }

  /** The alarm that the floor is exceeded. */
  Alarm floor() {
    return alarm.floor();
  }

  /** What was counted, by role; capped per user. */
  PerStep counted(Evidence evidence) {
    return evidence.numbers(alarm.counts());
  }
}
