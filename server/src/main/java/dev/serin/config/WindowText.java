package dev.serin.config;

import dev.serin.rollout.AdvanceWindow;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads windows such as {@code Mon-Fri 08:00-17:00 Europe/Berlin}. */
final class WindowText {
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final String DAY = "(?:" + String.join("|", DAYS) + ")";
  private static final String TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]";
  private static final Pattern WINDOW = Pattern.compile("(?<first>" + DAY + ")(?:-(?<last>" + DAY
      + "))? (?<from>" + TIME + ")-(?<to>" + TIME + "|24:00) (?<zone>.+)");

  private WindowText() {}

  /** Returns the window of a text; empty if it is not a window. */
  static Optional<AdvanceWindow> parse(String text) {
    var found = WINDOW.matcher(text);
    if (!found.matches()) {
      return Optional.empty();
    }
    var first = day(found.group("first"));
    var last = found.group("last") == null ? first : day(found.group("last"));
    try {
      return Optional.of(new AdvanceWindow(
          first,
          last,
          minute(found.group("from")),
          minute(found.group("to")),
          ZoneId.of(found.group("zone"))));
    } catch (DateTimeException | IllegalArgumentException e) {
      // An unknown zone, or a window of no length.
      return Optional.empty();
    }
  }

  private static DayOfWeek day(String name) {
    return DayOfWeek.of(DAYS.indexOf(name) + 1);
  }

  private static int minute(String time) {
    return 60 * Integer.parseInt(time.substring(0, 2)) + Integer.parseInt(time.substring(3));
  }
}
