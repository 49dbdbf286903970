package dev.serin.judge;

import dev.serin.gate.Comparison;

/** The latest latencies of stable, so that a canary has something to be compared with at once. */
final class Baseline {
  private final long[] latencies = new long[Comparison.LATENCIES_BEFORE];
  private long version;
  private int count;
  private int next;

  /** Starts over if stable is another version. */
  void stable(long stable) {
    if (version != stable) {
      version = stable;
      count = 0;
      next = 0;
    }
  }

  void add(long callVersion, long nanos) {
    if (callVersion == version) {
      latencies[next] = nanos;
      next = (next + 1) % latencies.length;
      count = Math.min(count + 1, latencies.length);
    }
  }

  void tell(Comparison comparison) {
    for (int i = 0; i < count; i++) {
      comparison.before(latencies[i]);
    }
  }
}
