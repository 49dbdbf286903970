package dev.serin.telemetry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts which version the split chose, for the calls of the newest revision of one model.
 * Thread-safe.
 */
final class SplitTally {
  private record Counts(long revision, Map<Long, LongAdder> versions) {}

  private volatile Counts newest = new Counts(0, new ConcurrentHashMap<>());

  void count(long revision, long version) {
    var counts = newest.revision() < revision ? advance(revision) : newest;
    if (counts.revision() == revision) {
      counts.versions().computeIfAbsent(version, unused -> new LongAdder()).increment();
    }
  }

  /**
   * The share of the calls that a version got; 0 if there were none, or none under this revision.
   */
  double share(long revision, long version) {
    var counts = newest;
    long all = counts.versions().values().stream().mapToLong(LongAdder::sum).sum();
    var own = counts.versions().get(version);
    return counts.revision() != revision || all == 0 || own == null ? 0 : (double) own.sum() / all;
  }

  private synchronized Counts advance(long revision) {
    if (newest.revision() < revision) {
      newest = new Counts(revision, new ConcurrentHashMap<>());
    }
    return newest;
  }
}
