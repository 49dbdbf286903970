package dev.serin.control;

import java.time.Duration;

/**
 * How long a rollout's phase has lasted, in the time in which the gateway ran.
 *
 * @param phase the revision with which it began
 * @param elapsed without pauses
 * @param inState since the state began
 */
public record PhaseTime(long phase, Duration elapsed, Duration inState) {
  static PhaseTime beginning(long phase) {
    return new PhaseTime(phase, Duration.ZERO, Duration.ZERO);
  }

  PhaseTime plus(Duration passed, boolean paused) {
    return new PhaseTime(phase, paused ? elapsed : elapsed.plus(passed), inState.plus(passed));
  }

  /** The same phase, whose bake begins anew. */
  PhaseTime anew() {
    return new PhaseTime(phase, Duration.ZERO, inState);
  }

  /** The time of a rollout that has just made a move. */
  PhaseTime after(long nextPhase) {
    return nextPhase == phase ? new PhaseTime(phase, elapsed, Duration.ZERO) : beginning(nextPhase);
  }
}
