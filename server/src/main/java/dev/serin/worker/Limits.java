package dev.serin.worker;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a worker may take.
 *
 * @param memoryBytes its resident memory
 * @param load the processor time that starting it, loading and warming up may take, each by itself
 * @param run how long a run may take before it is told to end
 */
public record Limits(long memoryBytes, Duration load, Duration run) {
  /** Of a process that has loaded nothing, and of what small models take beside their files. */
  private static final long LEAST_BYTES = 1L << 30;

  /** What a model takes for each byte of its files: two copies while it is loaded, and its runs. */
  private static final int TIMES = 4;

  private static final Duration LOAD = Duration.ofSeconds(60);

  /**
   * Returns the limits of a version with files of this size.
   *
   * @param memoryBytes instead of the default
   * @param run how long a run may take before it is told to end
   */
  public static Limits of(OptionalLong memoryBytes, long files, Duration run) {
    return new Limits(memoryBytes.orElse(LEAST_BYTES + TIMES * files), LOAD, run);
  }
}
