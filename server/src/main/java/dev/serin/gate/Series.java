package dev.serin.gate;

import dev.serin.gate.Trial.Phase;
import dev.serin.model.Role;
import dev.serin.stats.ChangeDetector;
import dev.serin.stats.FisherBets;

/**
 * The name of numbers that add up in the evidence, and how many there are in each step.
 *
 * <p>Evidence on disk has these names: they never change.
 */
record Series(String name, int width) {
  /** Calls by role, before anything is left out: the canary's, then stable's. */
  static final Series CALLS = new Series("calls", 2);

  /** Calls whose errors the cap per user left out, then all. */
  static final Series CAPPED = new Series("capped", 2);

  /** Labels by role, the canary's before stable's: that came in time, and too late. */
  static final Series LABELS = new Series("labels", 4);

  /** Covered predictions by role whose time for labels is over, and of them those without one. */
  static final Series MATURED = new Series("matured", 4);

  /** Cohorts whose first two cells have closed: coverage has seen the step. */
  static final Series COHORTS_SEEN = new Series("cohorts", 1);

  /** Predictions and those labelled in time, of the cells that have closed. */
  static final Series COVERAGE = Alarm.COVERAGE.counts();

  static final Series COVERAGE_UP =
      Alarm.COVERAGE.numbers("up", FisherBets.harm(1).size());
  static final Series COVERAGE_DOWN =
      Alarm.COVERAGE.numbers("down", FisherBets.ok(1).size());

  /** By role, the canary's before stable's: labels outside of the classes, and predictions. */
  static final Series OUTSIDE = Alarm.MISMATCH.numbers("outside", 4);

  /** The losses that count: number, sum and sum of squares of the canary's, then of stable's. */
  static final Series LOSSES = Alarm.QUALITY.numbers("losses", 6);

  static final Series QUALITY_HARM = Alarm.QUALITY.numbers("harm", Cohort.BETS);
  static final Series QUALITY_OK = Alarm.QUALITY.numbers("ok", Cohort.BETS);

  /** Number of pairs, sum of stable's losses, of the canary's, and of squared differences. */
  static final Series PAIRS = Alarm.QUALITY.numbers("pairs", 4);

  static final Series PAIRS_HARM = Alarm.QUALITY.numbers("pairs/harm", Cohort.BETS);
  static final Series PAIRS_OK = Alarm.QUALITY.numbers("pairs/ok", Cohort.BETS);

  /** All calls, and those with an error, by role. */
  static final Series ERRORS_ALL = Alarm.ERRORS_SLO.counts();

  /** Distinct users by role: the canary's, then stable's. */
  static final Series USERS = new Series("users", 2);

  /** Log E of the users of each step. */
  static final Series SRM = new Series(Alarm.SRM.name(), 1);

  /** The copies, then those on which both versions agree. */
  static final Series COPIES = new Series(Alarm.SHADOW + "copies", 2);

  /** How many calls a watch has seen. */
  static final Series WATCH_CALLS = new Series("watch.calls", 1);

  /** How many numbers a detector of changes keeps, whatever it is to detect. */
  private static final int DETECTOR = ChangeDetector.above(0.5, 1_000).state().length;

  /** The detector of slow calls in a watch: the values of its bets, and the most that it saw. */
  static final Series WATCH_SLOW = Alarm.WATCH_CHANGE.numbers("slow", DETECTOR);

  /** The detector of calls that fail in a watch; as {@link #WATCH_SLOW}. */
  static final Series WATCH_FAILED = Alarm.WATCH_CHANGE.numbers("failed", DETECTOR);

  /** Returns how long the labels of a role take. */
  static Series delays(Role role) {
    return new Series(role == Role.CANARY ? "delays/canary" : "delays/stable", Delays.WIDTH);
  }

  /** The calls of a detector, then those that were bad. */
  Series calls() {
    return new Series(name + "/calls", 2);
  }

  /** The same numbers in a phase: a shadow has its own. */
  Series in(Phase phase) {
    return phase == Phase.SHADOW ? new Series(Alarm.SHADOW + name, width) : this;
  }
}
