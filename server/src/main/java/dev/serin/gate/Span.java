package dev.serin.gate;

import java.time.Duration;

/** Durations as people read them in messages. */
public final class Span {
  private Span() {}

  /** Returns a duration in the largest unit in which it is whole, such as {@code 30 min}. */
  public static String text(Duration duration) {
    if (duration.toMinutes() > 0 && duration.toSecondsPart() == 0) {
      return duration.toMinutes() + " min";
    }
    return duration.toSeconds() > 0 || duration.isZero()
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
