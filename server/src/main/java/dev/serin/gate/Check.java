package dev.serin.gate;

import dev.serin.model.Role;
import java.math.BigDecimal;
import java.time.Duration;

/** Refuses settings that make no sense, in messages that name the setting. */
final class Check {
  private Check() {}

  static void that(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }

  static void positive(String name, Duration value) {
    that(value.toMillis() > 0, name, value, "a millisecond or more");
  }

  static void share(String name, BigDecimal value) {
    that(
        value.signum() > 0 && value.compareTo(BigDecimal.ONE) <= 0,
        name,
        value,
        "above 0, at most 1");
  }

  static void open(String name, double value) {
    that(value > 0 && value < 1, name, value, "between 0 and 1");
  }

  static void loss(String name, double value) {
    that(value >= 0 && value <= 1, name, value, "from 0 to 1");
  }

  /** Only the two versions that share users are compared. */
  static void compared(Role role) {
    that(role == Role.CANARY || role == Role.STABLE, "role", role, "CANARY or STABLE");
  }

  static void quantile(BigDecimal q) {
    that(q.signum() > 0 && q.compareTo(BigDecimal.ONE) < 0, "q", q, "between 0 and 1");
  }
}
