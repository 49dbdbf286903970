package dev.serin.benchmarks.gates.rules;

import dev.serin.gate.Call;

/**
 * Stops when a quantile of the latency of all calls of the canary so far is more than so many times
 * stable's; looks every 1,000 calls.
 */
public final class QuantileRatio implements Rule {
  private static final int EVERY = 1000;

  private final double q;
  private final double maxRatio;
  private final Values canary = new Values();
  private final Values stable = new Values();
  private boolean stops;

  public QuantileRatio(double q, double maxRatio) {
    this.q = q;
    this.maxRatio = maxRatio;
  }

  @Override
  public void call(int step, Call call) {
    if (step > 0) {
      add(call.canary(), (double) call.latencyNanos());
    }
  }

  /** Adds one call. */
  public void add(boolean ofCanary, double latency) {
    (ofCanary ? canary : stable).add(latency);
    stops |= (canary.size + stable.size) % EVERY == 0
        && canary.size > 0
        && canary.quantile(q) > maxRatio * stable.quantile(q);
  }

  @Override
  public boolean stops() {
    return stops;
  }

  /** How often each latency occurred, to a tenth of a percent; below 1 and above 2^32 they clip. */
  private static final class Values {
    private static final int PER_OCTAVE = 1 << 10;
    private static final int BINS = 32 * PER_OCTAVE;
    private static final int SHIFT = 42;
    private static final long ONE = Double.doubleToLongBits(1) >>> SHIFT;

    private final int[] counts = new int[BINS];
    private int lowest = BINS;
    private int size;

    /** The leading bits of a double are its order of magnitude and its first digits. */
    void add(double value) {
      long bin = (Double.doubleToLongBits(value) >>> SHIFT) - ONE;
      int index = (int) Math.max(0, Math.min(BINS - 1, bin));
      counts[index]++;
      lowest = Math.min(lowest, index);
      size++;
    }

    double quantile(double q) {
      int missing = (int) Math.ceil(q * size);
      int index = lowest;
      while (missing > counts[index]) {
        missing -= counts[index++];
      }
      return Double.longBitsToDouble((index + ONE) << SHIFT);
    }
  }
}
