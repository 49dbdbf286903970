package dev.serin.client;

import java.time.Duration;

/**
 * The deadlines and the size limit of a client's calls.
 *
 * @param deadline how long one call may take, its retries included
 * @param streamDeadline how long one whole stream of feedback may take
 * @param maxMessageBytes the largest message to send or receive
 */
public record ClientOptions(Duration deadline, Duration streamDeadline, int maxMessageBytes) {
  private static final ClientOptions DEFAULTS =
      new ClientOptions(Duration.ofSeconds(5), Duration.ofMinutes(10), 64 << 20);

  /** Throws {@link IllegalArgumentException} unless everything is positive. */
  public ClientOptions {
    checkPositive("deadline", deadline);
    checkPositive("streamDeadline", streamDeadline);
    if (maxMessageBytes < 1) {
      throw new IllegalArgumentException(
          "maxMessageBytes: " + maxMessageBytes + " (expected: more than 0)");
    }
  }

  /** Returns 5 seconds for a call, 10 minutes for a stream, and 64 MiB. */
  public static ClientOptions defaults() {
    return DEFAULTS;
  }

  /** Returns these options with another deadline for calls. */
  public ClientOptions withDeadline(Duration duration) {
    return new ClientOptions(duration, streamDeadline, maxMessageBytes);
  }

  /** Returns these options with another deadline for streams of feedback. */
  public ClientOptions withStreamDeadline(Duration duration) {
    return new ClientOptions(deadline, duration, maxMessageBytes);
  }

  /** Returns these options with another bound for messages. */
  public ClientOptions withMaxMessageBytes(int bytes) {
    return new ClientOptions(deadline, streamDeadline, bytes);
  }

  private static void checkPositive(String name, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + ": " + duration + " (expected: more than 0)");
    }
  }
}
