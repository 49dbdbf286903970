package dev.serin.feedback;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that only the test moves. */
final class TestClock implements InstantSource {
  private final AtomicLong millis =
      new AtomicLong(Instant.parse("2025-03-01T10:30:00Z").toEpochMilli());

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.get());
  }

  /** The same time as nanoseconds of a clock that only goes forward. */
  long nanos() {
    return millis.get() * 1_000_000;
  }

  void advance(Duration duration) {
    millis.addAndGet(duration.toMillis());
  }
}
