package dev.serin.demo;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The result of a demo.
 *
 * @param seed of the viewers' visits
 * @param pace at which it was played
 * @param calibration empty if no act needed one
 * @param took from the warm-up to the end of the last act
 */
public record Performance(
    long seed, Pace pace, Optional<Calibration> calibration, List<Played> acts, Duration took) {
  /** Checks that nothing is missing. */
  public Performance {
    requireNonNull(pace, "pace");
    requireNonNull(calibration, "calibration");
    acts = List.copyOf(acts);
    requireNonNull(took, "took");
  }

  /** Returns the command that plays it again. */
  public String command() {
    return "./serin demo --seed " + seed
        + (acts.size() == 1 ? " --act " + acts.get(0).act().number() : "")
        + (pace.speed() == 1 ? "" : " --speed " + pace.speed());
  }

  /** Whether every act ended as expected. */
  public boolean right() {
    return acts.stream().allMatch(Played::right);
  }
}
