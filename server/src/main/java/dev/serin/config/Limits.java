package dev.serin.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How much memory callers may take, and how long a run may.
 *
 * @param messageBytes the largest request
 * @param inFlightBytes the largest sum of all requests in flight; at least {@code messageBytes}
 * @param runTimeout a run that takes longer is ended
 * @param stopTimeout how long the gateway may take to stop
 * @param connectionAge a connection that is older is told to go, so that balancers spread load;
 *     empty: none is
 */
public record Limits(
    int messageBytes,
    long inFlightBytes,
    Duration runTimeout,
    Duration stopTimeout,
    Optional<Duration> connectionAge) {
  /** Checks that a request of the largest size fits. */
  public Limits {
    if (messageBytes < 1 || inFlightBytes < messageBytes) {
      throw new IllegalArgumentException("inFlightBytes: " + inFlightBytes
          + " (expected: at least messageBytes, " + messageBytes + ", which is more than 0)");
    }
  }
}
