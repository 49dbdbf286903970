package dev.serin.gate;

import dev.serin.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares how often something bad happens to the two roles, stratum by stratum, so that neither a
 * change of the split nor a bad hour counts for or against the canary. Confined to one thread.
 */
final class OddsGate {
  private final Evidence evidence;
  private final Alarm alarm;
  private final double logThreshold;
  private final OddsWealth harm;
  private final List<OddsWealth> wealths = new ArrayList<>();
  private Stratum current = Stratum.none();
  /** Takes the calls that were routed just before the current step began. */
  private Stratum former = Stratum.none();

  /**
   * Makes a gate that raises this alarm.
   *
   * @param odds what the odds of the canary may be, as a multiple of stable's
   * @param okOdds the odds to rule out
   * @param alpha the highest probability of a false alarm
   */
  OddsGate(Evidence evidence, Alarm alarm, double odds, Optional<Double> okOdds, double alpha) {
    this.evidence = evidence;
    this.alarm = alarm;
    this.logThreshold = -Math.log(alpha);
    this.harm = OddsWealth.harm(evidence, alarm, odds);
    wealths.add(harm);
    okOdds.ifPresent(ok -> wealths.add(OddsWealth.ok(evidence, alarm, ok)));
  }

  void begin(Step step, long millis) {
    close(millis);
    former = current;
    current = Stratum.of(step);
  }

  /**
   * Adds an observation of a step; one of a step that is long over is left out.
   *
   * @param together how many calls shared the run of this one
   */
  void add(int step, long millis, boolean inFirst, Role role, boolean bad, int together) {
    var stratum = step == current.step ? current : former;
    if (step == stratum.step && stratum.add(millis, inFirst, role, bad, together)) {
      close(stratum, millis);
    }
  }

  /** Closes what ended at or before this time, in order of its end. */
  void advance(long millis) {
    for (var next = next(); next.dueMillis() <= millis; next = next()) {
      close(next, next.dueMillis());
    }
  }

  /** Closes what is open, as of this time or, where it ended before, that one. */
  void close(long millis) {
    advance(millis);
    close(current, millis);
    close(former, millis);
  }

  private Stratum next() {
    return former.dueMillis() < current.dueMillis() ? former : current;
  }

  private void close(Stratum stratum, long millis) {
    if (stratum.isEmpty()) {
      return;
    }
    stratum.moveTo(wealths);
    if (!evidence.alarmed(alarm) && harm.logE() >= logThreshold) {
      evidence.alarm(alarm, millis);
    }
  }
}
