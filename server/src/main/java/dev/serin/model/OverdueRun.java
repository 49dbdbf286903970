package dev.serin.model;

import java.time.Duration;

/**
 * A run that is still running after its time limit: its version is busy with one operator, which
 * nothing can interrupt.
 *
 * @param version the version that runs, as in {@code digits/2}
 * @param thread the thread that runs it
 * @param since the time since the limit
 */
public record OverdueRun(String version, String thread, Duration since) {

  /**
   * The run as in {@code serin-runner-1: a run of digits/2 is still running 12 s after its limit}.
   */
  @Override
  public String toString() {
    return thread + ": a run of " + version + " is still running " + since.toSeconds()
        + " s after its limit";
  }
}
