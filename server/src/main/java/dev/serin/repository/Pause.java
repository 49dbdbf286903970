package dev.serin.repository;

import java.time.Duration;

/**
 * The growing pauses before a process is started again: a second, and twice as long each time, up
 * to a minute. Confined to one thread.
 */
final class Pause {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  /** After so long, what went wrong before counts no more. */
  private static final Duration FORGIVEN = Duration.ofMinutes(10);

  private Duration next = FIRST;
  private boolean on;
  private long sinceNanos;
  private long untilNanos;

  /** Begins a pause, and returns how long it is. */
  Duration begin(long nowNanos) {
    if (nowNanos - sinceNanos > FORGIVEN.toNanos()) {
      next = FIRST;
    }
    var length = next;
    next = length.multipliedBy(2).compareTo(LONGEST) < 0 ? length.multipliedBy(2) : LONGEST;
    on = true;
    sinceNanos = nowNanos;
    untilNanos = nowNanos + length.toNanos();
    return length;
  }

  /** Ends the pause, and forgets those before. */
  void end() {
    on = false;
    next = FIRST;
  }

  /** Whether the pause goes on. */
  boolean on(long nowNanos) {
    on = on && nowNanos - untilNanos < 0;
    return on;
  }
}
