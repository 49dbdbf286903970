package dev.serin.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdvanceWindowTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** 6 January 2025 is a Monday. */
  @ParameterizedTest
  @CsvSource({
    "2025-01-06T07:59:59.999Z, false",
    "2025-01-06T08:00:00Z, true",
    "2025-01-08T12:34:56Z, true",
    "2025-01-10T17:29:59.999Z, true",
    "2025-01-10T17:30:00Z, false",
    "2025-01-11T12:00:00Z, false",
    "2025-01-12T12:00:00Z, false"
  })
  void contains_workingHours_isTrueFromTheFirstToBeforeTheLastMinute(Instant time, boolean open) {
    var window =
        new AdvanceWindow(DayOfWeek.MONDAY, DayOfWeek.FRIDAY, 8 * 60, 17 * 60 + 30, ZoneOffset.UTC);

    assertThat(window.contains(time)).isEqualTo(open);
  }

  @ParameterizedTest
  @CsvSource({
    "2025-01-09T12:00:00Z, false",
    "2025-01-10T12:00:00Z, true",
    "2025-01-12T12:00:00Z, true",
    "2025-01-13T23:59:59Z, true",
    "2025-01-14T00:00:00Z, false"
  })
  void contains_daysOverTheEndOfTheWeek_isTrueOnEach(Instant time, boolean open) {
    var window = new AdvanceWindow(DayOfWeek.FRIDAY, DayOfWeek.MONDAY, 0, 24 * 60, ZoneOffset.UTC);

    assertThat(window.contains(time)).isEqualTo(open);
  }

  /** Noon is 11:00 UTC in winter and 10:00 UTC in summer. */
  @ParameterizedTest
  @CsvSource({
    "2025-01-06T10:59:59Z, false",
    "2025-01-06T11:00:00Z, true",
    "2025-07-07T09:59:59Z, false",
    "2025-07-07T10:00:00Z, true"
  })
  void contains_zoneWithSummerTime_meansTheClocksThere(Instant time, boolean open) {
    var window = new AdvanceWindow(DayOfWeek.MONDAY, DayOfWeek.MONDAY, 12 * 60, 24 * 60, BERLIN);

    assertThat(window.contains(time)).isEqualTo(open);
  }

  @Test
  void contains_dayOfTheZone_isNotThatOfUtc() {
    var window = new AdvanceWindow(DayOfWeek.TUESDAY, DayOfWeek.TUESDAY, 0, 60, BERLIN);

    assertThat(window.contains(Instant.parse("2025-01-06T23:30:00Z"))).isTrue();
    assertThat(window.contains(Instant.parse("2025-01-07T23:30:00Z"))).isFalse();
  }

  /** Such a window could not be said. */
  @ParameterizedTest
  @CsvSource({
    "2025-01-06T21:59:59Z, false",
    "2025-01-06T22:00:00Z, true",
    "2025-01-07T05:59:59Z, true",
    "2025-01-07T06:00:00Z, false",
    "2025-01-10T23:00:00Z, true",
    "2025-01-11T05:00:00Z, true",
    "2025-01-11T23:00:00Z, false",
    "2025-01-06T05:00:00Z, false"
  })
  void contains_pastMidnight_goesOnInTheDayAfter(Instant time, boolean open) {
    var window =
        new AdvanceWindow(DayOfWeek.MONDAY, DayOfWeek.FRIDAY, 22 * 60, 6 * 60, ZoneOffset.UTC);

    assertThat(window.contains(time)).isEqualTo(open);
  }

  @Test
  void toString_oneDayAndMany_isAsConfigured() {
    assertThat(new AdvanceWindow(DayOfWeek.MONDAY, DayOfWeek.FRIDAY, 485, 1440, BERLIN))
        .hasToString("Mon-Fri 08:05-24:00 Europe/Berlin");
    assertThat(new AdvanceWindow(DayOfWeek.SUNDAY, DayOfWeek.SUNDAY, 0, 1, BERLIN))
        .hasToString("Sun 00:00-00:01 Europe/Berlin");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 60, 00:-1-01:00",
    "60, 60, 01:00-01:00",
    "60, 0, 01:00-00:00",
    "1440, 60, 24:00-01:00",
    "0, 1441, 00:00-24:01"
  })
  void constructor_neverOpen_isRefused(int from, int to, String shown) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AdvanceWindow(DayOfWeek.MONDAY, DayOfWeek.MONDAY, from, to, BERLIN))
        .withMessage("advanceWindows: " + shown
            + " (expected: a time and another one, of the next day if it is earlier)");
  }
}
