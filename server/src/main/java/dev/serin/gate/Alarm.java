package dev.serin.gate;

import dev.serin.gate.Trial.Phase;
import java.math.BigDecimal;

/**
 * The name of an alarm in the evidence. Numbers whose name begins with the alarm's and a slash have
 * led to it, and start over with it.
 *
 * <p>Evidence on disk has these names: they never change.
 */
record Alarm(String name) {
  /** The canary fails more often than stable. */
  static final Alarm ERRORS = new Alarm("errors");

  /** The canary fails more often than any version may. */
  static final Alarm ERRORS_SLO = new Alarm("errors.slo");

  /** Stable has too many errors of its own. */
  static final Alarm STABLE_ERRORS_SLO = new Alarm("errors.slo.stable");

  static final Alarm LATENCY_SLO = new Alarm("latency.slo");

  /** Stable is slower than the canary. */
  static final Alarm STABLE_SLOWER = new Alarm("latency.stable");

  static final Alarm ABANDONED = new Alarm("abandoned");
  static final Alarm QUALITY = new Alarm("quality");
  static final Alarm COVERAGE = new Alarm("coverage");
  static final Alarm MISMATCH = new Alarm("mismatch");
  static final Alarm SRM = new Alarm("srm");

  /** A user was where the split does not put it. */
  static final Alarm MISPLACED = new Alarm("srm.misplaced");

  static final Alarm SERVICE_SLO = new Alarm("service.slo");
  static final Alarm SERVICE_STABLE = new Alarm("service.stable");
  static final Alarm WATCH_ERRORS = new Alarm("watch.errors");
  static final Alarm WATCH_LATENCY = new Alarm("watch.latency");
  static final Alarm WATCH_CHANGE = new Alarm("watch.change");

  /** Stands before the names of what a shadow has of its own. */
  static final String SHADOW = "shadow.";

  private static final String STEP = "#";

  /** Returns the alarm that a quantile of the canary's latency is too high. */
  static Alarm latency(BigDecimal q) {
    return new Alarm(quantile(q));
  }

  /** The name of everything about a quantile of the latency, such as {@code latency.q95}. */
  static String quantile(BigDecimal q) {
    return "latency.q" + q.movePointRight(2).stripTrailingZeros().toPlainString();
  }

  /** The same alarm in a phase: a shadow has its own. */
  Alarm in(Phase phase) {
    return phase == Phase.SHADOW ? new Alarm(SHADOW + name) : this;
  }

  /** The alarm that the floor below which nothing is harm is exceeded. */
  Alarm floor() {
    return new Alarm(name + ".floor");
  }

  /** The alarm that it began in this step. */
  Alarm in(int step) {
    return new Alarm(name + STEP + step);
  }

  /** Whether an alarm of this name is this one, in some step or in all. */
  boolean matches(String alarm) {
    return alarm.equals(name) || alarm.startsWith(name + STEP);
  }

  /** The numbers that it counts by role, as a {@link Tally}. */
  Series counts() {
    return new Series(name, Tally.WIDTH);
  }

  /** Other numbers that lead to it. */
  Series numbers(String part, int width) {
    return new Series(name + "/" + part, width);
  }

  /** Whether numbers of this name lead to it. */
  boolean countsBy(String numbers) {
    return numbers.equals(name) || numbers.startsWith(name + "/");
  }
}
