package dev.serin.model;

import java.time.Duration;

/**
 * A run that was told to end and goes on: its version is busy with one operator, and nothing can
 * take the thread away from it.
 *
 * @param version what runs, as in {@code digits/2}
 * @param thread on which it runs
 * @param since how long ago it was told to end
 */
public record OverdueRun(String version, String thread, Duration since) {

  /**
   * The run as in {@code serin-runner-1: a run of digits/2 was told to end 12 s ago and goes on}.
   */
  @Override
  public String toString() {
    return thread + ": a run of " + version + " was told to end " + since.toSeconds()
        + " s ago and goes on";
  }
}
