package dev.serin.demo;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The demo as it went.
 *
 * @param seed of the viewers' visits
 * @param calibration empty if no act needed one
 * @param took from the first call to the last
 */
public record Performance(
    long seed, Optional<Calibration> calibration, List<Played> acts, Duration took) {
  /** Checks that nothing is missing. */
  public Performance {
    requireNonNull(calibration, "calibration");
    acts = List.copyOf(acts);
    requireNonNull(took, "took");
  }

  /** Whether every act ended as it must. */
  public boolean right() {
    return acts.stream().allMatch(Played::right);
  }
}
