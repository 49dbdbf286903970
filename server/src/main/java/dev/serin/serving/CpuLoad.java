package dev.serin.serving;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The load of the machine, read so seldom that it means something and costs nothing.
 *
 * <p>Confined to one thread.
 */
final class CpuLoad {
  /** How long a reading holds. */
  static final long PERIOD_NANOS = 500_000_000;

  private final DoubleSupplier load;
  private final LongSupplier ticker;
  private long readNanos;
  private double reading = Double.NaN;

  /** A load from 0 to 1; negative or not a number while it is not known. */
  CpuLoad(DoubleSupplier load, LongSupplier ticker) {
    this.load = load;
    this.ticker = ticker;
    this.readNanos = ticker.getAsLong() - PERIOD_NANOS;
  }

  /** Whether the load is above a limit; it is not while it is not known. */
  boolean above(double limit) {
    long now = ticker.getAsLong();
    if (now - readNanos >= PERIOD_NANOS) {
      readNanos = now;
      reading = load.getAsDouble();
    }
    return reading > limit;
  }
}
