package dev.serin.demo;

import java.time.Duration;
import java.util.Locale;

/**
 * How fast the demo plays: every duration of the plan and every delay of a label is divided by the
 * speed, and the rate of visits is multiplied by it.
 *
 * @param speed 1 is slow enough for people to follow
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

  /** Scales a number of seconds to this speed. */
  Duration seconds(double atSpeedOne) {
    return Duration.ofNanos((long) (atSpeedOne / speed * NANOS_PER_SECOND));
  }

  /** Scales a duration to this speed. */
  Duration scaled(Duration atSpeedOne) {
    return seconds(atSpeedOne.toNanos() / NANOS_PER_SECOND);
  }

  /** Scales a number of seconds to this speed, in the syntax of the configuration. */
  String text(double secondsAtSpeedOne) {
    return String.format(Locale.ROOT, "%dms", seconds(secondsAtSpeedOne).toMillis());
  }
}
