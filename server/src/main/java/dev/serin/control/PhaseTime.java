package dev.serin.control;

import java.time.Duration;

/**
 * How long a rollout's phase has lasted while the gateway ran.
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

  /** Returns the time of the same phase with its bake started again. */
  PhaseTime restarted() {
    return new PhaseTime(phase, Duration.ZERO, inState);
  }

  /** Returns the time of a rollout after a transition. */
  PhaseTime after(long nextPhase) {
    return nextPhase == phase ? new PhaseTime(phase, elapsed, Duration.ZERO) : beginning(nextPhase);
  }
}
