package dev.serin.demo;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How to play the demo.
 *
 * @param files the folder of the demo's models and viewers
 * @param seed of the viewers' visits
 * @param acts at least one, in their order
 * @param patience how long an act may take at speed 1; one that takes longer has failed
 */
public record DemoOptions(Path files, long seed, Pace pace, List<Act> acts, Duration patience) {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Checks that there is something to play. */
  public DemoOptions {
    requireNonNull(files, "files");
    requireNonNull(pace, "pace");
    requireNonNull(patience, "patience");
    acts = List.copyOf(acts);
    if (acts.isEmpty()) {
      throw new IllegalArgumentException("acts: 0 (expected: at least 1)");
    }
  }

  /** Returns options that give each act up to 5 minutes, at speed 1. */
  public static DemoOptions of(Path files, long seed, Pace pace, List<Act> acts) {
    return new DemoOptions(files, seed, pace, acts, PATIENCE);
  }
}
