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
  /** The pace at which people can follow. */
  public static final Pace NORMAL = new Pace(1);

  private static final double CALLS_PER_SECOND = 800;
  private static final double FASTEST = 10;

  /** Checks the bounds. */
  public Pace {
    if (!(speed > 0 && speed <= FASTEST)) {
      throw new IllegalArgumentException(
          "speed: " + speed + " (expected: above 0, at most " + FASTEST + ")");
    }
  }

  double callsPerSecond() {
    return CALLS_PER_SECOND * speed;
  }

  /** Returns what takes so long at speed 1. */
  Duration seconds(double atSpeedOne) {
    return Duration.ofNanos((long) (atSpeedOne / speed * 1e9));
  }

  /** Returns the same as configurations have it. */
  String text(double secondsAtSpeedOne) {
    return String.format(Locale.ROOT, "%dms", seconds(secondsAtSpeedOne).toMillis());
  }
}
