package dev.serin.forecast;

import dev.serin.rollout.Plan.Requirement;
import dev.serin.split.Share;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The calls, labels and time that a rollout needs to leave one of its phases.
 *
 * @param calls of the canary, or copies of calls
 * @param users of the canary
 * @param labels of the canary
 * @param longest the longest wait
 */
public record PlannedPhase(
    Share share, Optional<Requirement> need, long calls, long users, long labels, Wait longest) {

  /** Whether it is the phase in which the candidate answers copies. */
  public boolean shadow() {
    return share.isZero();
  }

  /** Returns the total time of phases; empty if one of them is never left. */
  public static Optional<Duration> together(List<PlannedPhase> phases) {
    return phases.stream()
        .map(PlannedPhase::longest)
        .map(Wait::time)
        .reduce(Optional.of(Duration.ZERO), (sum, next) -> sum.flatMap(so -> next.map(so::plus)));
  }

  /**
   * A wait of a phase.
   *
   * @param seconds infinite if it never ends
   */
  public record Wait(Cause cause, double seconds) {
    /** The causes of a wait. */
    public enum Cause {
      /** The shadow's duration. */
      DURATION,
      /** Copies of calls. */
      COPIES,
      /** The shortest time that a step lasts. */
      BAKE,
      /** Calls of the canary. */
      CALLS,
      /** Labels of the canary, and the time until they are compared. */
      LABELS
    }

    /** Longer than any plan. */
    private static final double NEVER = Duration.ofDays(3650).toSeconds();

    static Wait longest(Wait... waits) {
      return Stream.of(waits).max(Comparator.comparingDouble(Wait::seconds)).orElseThrow();
    }

    /** The time in whole seconds; empty if it never ends. */
    public Optional<Duration> time() {
      return seconds < NEVER
          ? Optional.of(Duration.ofSeconds((long) Math.ceil(seconds)))
          : Optional.empty();
    }
  }
}
