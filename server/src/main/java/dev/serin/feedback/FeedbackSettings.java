package dev.serin.feedback;

import java.time.Duration;

/**
 * How long and in how much memory predictions and labels are remembered.
 *
 * @param maxAge the greatest age of a prediction whose label still counts
 * @param memoryBytes half of it holds the labels seen, half what a prediction id cannot hold
 * @param byRequestId whether labels may name a call by the caller's own request id
 */
public record FeedbackSettings(Duration maxAge, long memoryBytes, boolean byRequestId) {
  /** The least {@link #memoryBytes}. */
  public static final long MIN_MEMORY_BYTES = 1 << 20;

  /** The greatest {@link #maxAge}. */
  public static final Duration GREATEST_MAX_AGE = Duration.ofDays(365);

  /** Checks the bounds. */
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
