package dev.serin.rollout;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.Locale;

/**
 * Times of the week in which a canary may be raised. Going back is always allowed.
 *
 * @param first the first day; after {@code last}, the days go over the end of the week
 * @param fromMinute of the day, counts
 * @param toMinute of the day, does not count; 1440 is the end of the day, and one that is not after
 *     {@code fromMinute} is of the day after
 * @param zone whose clocks are meant
 */
public record AdvanceWindow(
    DayOfWeek first, DayOfWeek last, int fromMinute, int toMinute, ZoneId zone) {
  private static final int MINUTES_OF_AN_HOUR = 60;
  private static final int MINUTES_OF_A_DAY = 24 * MINUTES_OF_AN_HOUR;
  private static final int DAYS = DayOfWeek.values().length;

  /** Checks that it is open for a while. */
  public AdvanceWindow {
    if (fromMinute < 0
        || fromMinute >= MINUTES_OF_A_DAY
        || toMinute <= 0
        || toMinute == fromMinute
        || toMinute > MINUTES_OF_A_DAY) {
      throw new IllegalArgumentException("advanceWindows: " + time(fromMinute) + "-"
          + time(toMinute) + " (expected: a time and another one, of the next day if it is"
          + " earlier)");
    }
  }

  /** Whether a canary may be raised at this time. */
  public boolean contains(Instant time) {
    var there = time.atZone(zone);
    int minute = there.getHour() * MINUTES_OF_AN_HOUR + there.getMinute();
    return toMinute > fromMinute
        ? opens(there.getDayOfWeek()) && minute >= fromMinute && minute < toMinute
        : (opens(there.getDayOfWeek()) && minute >= fromMinute)
            || (opens(there.getDayOfWeek().minus(1)) && minute < toMinute);
  }

  /** Whether it opens on this day. */
  private boolean opens(DayOfWeek day) {
    return Math.floorMod(day.getValue() - first.getValue(), DAYS)
        <= Math.floorMod(last.getValue() - first.getValue(), DAYS);
  }

  /** The window as in {@code Mon-Fri 08:00-17:00 Europe/Berlin}. */
  @Override
  public String toString() {
    var days = first == last ? name(first) : name(first) + "-" + name(last);
    return days + " " + time(fromMinute) + "-" + time(toMinute) + " " + zone;
  }

  private static String name(DayOfWeek day) {
    return day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
  }

  private static String time(int minute) {
    return String.format(
        Locale.ROOT, "%02d:%02d", minute / MINUTES_OF_AN_HOUR, minute % MINUTES_OF_AN_HOUR);
  }
}
