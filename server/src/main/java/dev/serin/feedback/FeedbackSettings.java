package dev.serin.feedback;

import java.time.Duration;

/**
 * Limits of age and memory for predictions and labels.
 *
 * @param maxAge the greatest age of a prediction whose label still counts
 * @param memoryBytes half of it holds the labels seen, half the data that does not fit into
 *     prediction ids
 * @param byRequestId whether labels may name a call by the caller's own request id
 */
public record FeedbackSettings(Duration maxAge, long memoryBytes, boolean byRequestId) {
  /** The least {@link #memoryBytes}. */
  public static final long MIN_MEMORY_BYTES = 1 << 20;

  /** The greatest {@link #maxAge}. */
  public static final Duration GREATEST_MAX_AGE = Duration.ofDays(365);

  public FeedbackSettings {
    if (maxAge.isNegative() || maxAge.isZero() || maxAge.compareTo(GREATEST_MAX_AGE) > 0) {
      throw new IllegalArgumentException(
          "maxAge: " + maxAge + " (expected: more than 0, at most " + GREATEST_MAX_AGE + ")");
    }
    if (memoryBytes < MIN_MEMORY_BYTES) {
      throw new IllegalArgumentException(
          "memory: " + memoryBytes + " (expected: at least " + MIN_MEMORY_BYTES + " bytes)");
    }
  }
}
