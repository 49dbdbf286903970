package dev.serin.serving;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The load of the machine, read at most every {@link #PERIOD_NANOS}: over shorter times it means
 * nothing, and reading it costs.
 *
 * <p>Confined to one thread.
 */
final class CpuLoad {
  /** How long a reading is used. */
  static final long PERIOD_NANOS = 500_000_000;

  private final DoubleSupplier load;
  private final LongSupplier ticker;
  private long readNanos;
  private double reading = Double.NaN;

  /** Reads a load from 0 to 1; negative or NaN while it is unknown. */
  CpuLoad(DoubleSupplier load, LongSupplier ticker) {
    this.load = load;
    this.ticker = ticker;
    this.readNanos = ticker.getAsLong() - PERIOD_NANOS;
  }

  /** Whether the load is above a limit; false while it is unknown. */
  boolean above(double limit) {
    long now = ticker.getAsLong();
    if (now - readNanos >= PERIOD_NANOS) {
      readNanos = now;
      reading = load.getAsDouble();
    }
    return reading > limit;
  }
}
