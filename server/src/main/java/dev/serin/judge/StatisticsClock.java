package dev.serin.judge;

import dev.serin.gate.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The clock by which everything is measured: strata, cohorts, windows, bakes, waits, the ages of
 * labels. It begins at the wall clock and only goes forward, however the wall clock is set
 * meanwhile.
 *
 * <p>Thread-safe.
 */
public final class StatisticsClock implements InstantSource {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final LongSupplier ticker;
  private final InstantSource wall;
  private final long startNanos;
  private final AtomicLong startMillis;

  /**
   * Starts a clock.
   *
   * @param ticker nanoseconds of a clock that only goes forward
   */
  public StatisticsClock(LongSupplier ticker, InstantSource wall) {
    this.ticker = ticker;
    this.wall = wall;
    this.startNanos = ticker.getAsLong();
    this.startMillis = new AtomicLong(wall.millis());
  }

  /** Moves forward to a time that a former clock kept; to be called at the start only. */
  public void notBelow(long millis) {
    startMillis.accumulateAndGet(millis - passedMillis(ticker.getAsLong()), Math::max);
  }

  @Override
  public long millis() {
    return millis(ticker.getAsLong());
  }

  /** Returns the time at a reading of the ticker that it was started with. */
  public long millis(long nanos) {
    return startMillis.get() + passedMillis(nanos);
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  /** The time by the wall clock, for people and schedules. */
  public Instant wall() {
    return wall.instant();
  }

  /** Now, by both clocks. */
  public Moment moment() {
    return new Moment(wall.instant(), millis());
  }

  /** Returns a time of this clock by the wall clock as it is set now, for people. */
  public Instant wall(long millis) {
    var ahead = ahead();
    // The two are read one after the other: less than a second is no difference.
    return ahead.abs().compareTo(Duration.ofSeconds(1)) < 0
        ? Instant.ofEpochMilli(millis)
        : Instant.ofEpochMilli(millis).minus(ahead);
  }

  /** How far this clock is ahead of the wall clock; negative behind it. */
  public Duration ahead() {
    return Duration.ofMillis(millis() - wall.millis());
  }

  private long passedMillis(long nanos) {
    return Math.floorDiv(nanos - startNanos, NANOS_PER_MILLI);
  }
}
