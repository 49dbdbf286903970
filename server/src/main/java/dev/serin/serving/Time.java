package dev.serin.serving;

import dev.serin.judge.StatisticsClock;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The clocks of a gateway.
 *
 * @param ticker nanoseconds, for durations
 * @param clock by which everything is measured, and which knows the wall clock
 */
public record Time(LongSupplier ticker, StatisticsClock clock) {
  /** Starts the clocks. */
  public static Time of(LongSupplier ticker, InstantSource wall) {
    return new Time(ticker, new StatisticsClock(ticker, wall));
  }
}
