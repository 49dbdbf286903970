package dev.serin.demo;

import java.time.Duration;
import java.util.Locale;

/**
 * How fast the story is told: every duration of the plan, and the delay of every label, is divided
 * by the speed, and the viewers come that much more often.
 *
 * @param speed 1 for people who look on
 */
public record Pace(double speed) {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double CALLS_PER_SECOND = 800;
  private static final double SLOWEST = 0.1;
  private static final double FASTEST = 10;

  /** Checks the bounds. */
  public Pace {
    if (!(speed >= SLOWEST && speed <= FASTEST)) {
      throw new IllegalArgumentException(
          "speed: " + speed + " (expected: " + SLOWEST + " to " + FASTEST + ")");
    }
  }

  double callsPerSecond() {
    return CALLS_PER_SECOND * speed;
  }

  /** Returns how long what takes so many seconds at speed 1 takes. */
  Duration seconds(double atSpeedOne) {
    return Duration.ofNanos((long) (atSpeedOne / speed * NANOS_PER_SECOND));
  }

  /** Returns how long what takes so long at speed 1 takes. */
  Duration faster(Duration atSpeedOne) {
    return seconds(atSpeedOne.toNanos() / NANOS_PER_SECOND);
  }

  /** Returns the same as configurations have it. */
  String text(double secondsAtSpeedOne) {
    return String.format(Locale.ROOT, "%dms", seconds(secondsAtSpeedOne).toMillis());
  }
}
