package dev.serin.serving;

import dev.serin.judge.StatisticsClock;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The clocks of a gateway.
 *
 * @param ticker nanoseconds, for durations
 * @param clock for strata, windows, waits and ages of labels: starts at the wall clock and never
 *     goes back
 */
public record Time(LongSupplier ticker, StatisticsClock clock) {
  /** Starts the clocks. */
  public static Time of(LongSupplier ticker, InstantSource wall) {
    return new Time(ticker, new StatisticsClock(ticker, wall));
  }
}
