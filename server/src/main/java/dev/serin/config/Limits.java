package dev.serin.config;

import java.time.Duration;
import java.util.Optional;

/**
 * The limits on memory for calls, run time, shutdown and connections.
 *
 * @param messageBytes the largest request
 * @param inFlightBytes the largest sum of all requests in flight; at least {@code messageBytes}
 * @param runTimeout a run that takes longer is ended
 * @param stopTimeout how long the gateway may take to shut down
 * @param connectionAge the age at which clients must reconnect, so that load balancers spread load;
 *     empty: never
 */
public record Limits(
    int messageBytes,
    long inFlightBytes,
    Duration runTimeout,
    Duration stopTimeout,
    Optional<Duration> connectionAge) {
  public Limits {
    if (messageBytes < 1 || inFlightBytes < messageBytes) {
      throw new IllegalArgumentException("inFlightBytes: " + inFlightBytes
          + " (expected: at least messageBytes, " + messageBytes + ", which is more than 0)");
    }
  }
}
