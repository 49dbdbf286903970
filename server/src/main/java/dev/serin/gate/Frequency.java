package dev.serin.gate;

import dev.serin.gate.GateSettings.Abandoned;
import java.util.List;

/**
 * How often something may happen to calls of the canary.
 *
 * @param name of its numbers and its alarm in the evidence
 * @param oddsRatio what its odds may be, as a multiple of stable's
 * @param absFloor the share of calls that is not harmful, whatever stable's is
 * @param okOddsRatio the odds to rule out, as a multiple of stable's
 * @param okAbs the share of calls to rule out, if the odds are not
 * @param alpha the highest probability of a false alarm
 */
record Frequency(
    String name,
    double oddsRatio,
    double absFloor,
    double okOddsRatio,
    double okAbs,
    double alpha) {
  static final String ERRORS = "errors";
  static final String ABANDONED = "abandoned";

  private static final String FLOOR = ".floor";

  /**
   * That of errors.
   *
   * @param prefix of its name: nothing, or that of the shadow
   */
  static Frequency errors(GateSettings settings, Evidence evidence, String prefix) {
    var errors = settings.errors();
    return new Frequency(
        prefix + ERRORS,
        errors.oddsRatio(),
        errors.absFloor(),
        errors.okOddsRatio(),
        errors.okAbs(),
        Alphas.errors(settings, evidence));
  }

  /** That of calls given up. */
  static Frequency abandoned(GateSettings settings, Abandoned abandoned) {
    return new Frequency(
        ABANDONED,
        abandoned.oddsRatio(),
        abandoned.absFloor(),
        abandoned.okOddsRatio(),
        abandoned.okAbs(),
        Alphas.abandoned(settings, abandoned));
  }

  /** The two alarms that together mean harm, of a frequency of this name. */
  static List<String> alarms(String name) {
    return List.of(name, name + FLOOR);
  }

  /** The alarm that the floor is exceeded. */
  String floor() {
    return name + FLOOR;
  }

  /** What was counted, by role; capped per user. */
  PerStep counted(Evidence evidence) {
    return evidence.numbers(name, Tally.WIDTH);
  }
}
