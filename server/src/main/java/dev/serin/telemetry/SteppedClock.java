package dev.serin.telemetry;

import io.micrometer.core.instrument.Clock;

/**
 * A clock of meters that stands still between two steps. Micrometer reads it twice for each
 * duration, only to drop maxima that are minutes old. Thread-safe.
 */
final class SteppedClock implements Clock {
  private volatile long millis = SYSTEM.wallTime();

  /** Moves to the present; to be called about once a second. */
  void step() {
    millis = SYSTEM.wallTime();
  }

  @Override
  public long wallTime() {
    return millis;
  }

  @Override
  public long monotonicTime() {
    return SYSTEM.monotonicTime();
  }
}
