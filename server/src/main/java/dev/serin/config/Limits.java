package dev.serin.config;

/**
 * How much memory callers may take.
 *
 * @param messageBytes the largest request
 * @param inFlightBytes the largest sum of all requests in flight; at least {@code messageBytes}
 */
public record Limits(int messageBytes, long inFlightBytes) {
  /** Checks that a request of the largest size fits. */
  public Limits {
    if (messageBytes < 1 || inFlightBytes < messageBytes) {
      throw new IllegalArgumentException("inFlightBytes: " + inFlightBytes
          + " (expected: at least messageBytes, " + messageBytes + ", which is more than 0)");
    }
  }
}
