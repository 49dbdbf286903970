package dev.serin.demo;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;

/**
 * How the demo is to be played.
 *
 * @param files the folder of the demo's models and viewers
 * @param seed of the viewers' visits
 * @param acts at least one, in their order
 */
public record DemoOptions(Path files, long seed, Pace pace, List<Act> acts) {
  /** Checks that there is something to play. */
  public DemoOptions {
    requireNonNull(files, "files");
    requireNonNull(pace, "pace");
    acts = List.copyOf(acts);
    if (acts.isEmpty()) {
      throw new IllegalArgumentException("acts: 0 (expected: at least 1)");
    }
  }
}
