package dev.serin.control;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a gateway that shuts down cleanly records for its next start.
 *
 * @param phases how long the current phase of each model's rollout has lasted
 * @param clockMillis the statistics clock, in milliseconds since 1970
 */
public record CleanShutdown(SortedMap<String, PhaseTime> phases, long clockMillis) {
  /** Copies the map. */
  public CleanShutdown {
    phases = Collections.unmodifiableSortedMap(new TreeMap<>(phases));
  }
}
