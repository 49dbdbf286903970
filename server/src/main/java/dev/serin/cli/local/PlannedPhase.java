package dev.serin.cli.local;

import dev.serin.rollout.Plan.Requirement;
import dev.serin.split.Share;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a rollout needs to leave one of its phases.
 *
 * @param calls of the canary, or copies of calls
 * @param users of the canary
 * @param labels of the canary
 * @param longest what takes longest
 */
record PlannedPhase(
    Share share, Optional<Requirement> need, long calls, long users, long labels, Wait longest) {

  /** Whether it is the one in which the canary answers copies. */
  boolean shadow() {
    return share.isZero();
  }

  /**
   * Something to wait for.
   *
   * @param seconds infinite if it never comes
   */
  record Wait(String what, double seconds) {
    /** Longer than anybody plans. */
    private static final double NEVER = Duration.ofDays(3650).toSeconds();

    static Wait longest(Wait... waits) {
      return Stream.of(waits).max(Comparator.comparingDouble(Wait::seconds)).orElseThrow();
    }

    /** How long it takes, in whole seconds; empty if it never comes. */
    Optional<Duration> time() {
      return seconds < NEVER
          ? Optional.of(Duration.ofSeconds((long) Math.ceil(seconds)))
          : Optional.empty();
    }
  }
}
