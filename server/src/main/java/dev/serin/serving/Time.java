package dev.serin.serving;

import dev.serin.judge.StatisticsClock;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The clocks of a gateway.
 *
 * @param ticker nanoseconds, for durations
 * @param work the processor time of the calling thread in nanoseconds, for how much a run takes:
 *     unlike the ticker it stands still while a busy machine runs something else
 * @param clock for strata, windows, waits and ages of labels: starts at the wall clock and never
 *     goes back
 */
public record Time(LongSupplier ticker, LongSupplier work, StatisticsClock clock) {
  /** Starts the clocks, with the ticker in place of processor time. */
  public static Time of(LongSupplier ticker, InstantSource wall) {
    return new Time(ticker, ticker, new StatisticsClock(ticker, wall));
  }

  /** Starts the clocks, with processor time if this JVM can tell it. */
  public static Time ofMachine(LongSupplier ticker, InstantSource wall) {
    var threads = ManagementFactory.getThreadMXBean();
    return threads.isCurrentThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled()
        ? new Time(ticker, threads::getCurrentThreadCpuTime, new StatisticsClock(ticker, wall))
        : of(ticker, wall);
  }
}
