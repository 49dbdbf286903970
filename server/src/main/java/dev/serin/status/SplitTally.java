package dev.serin.status;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the calls that the split gave each version, under the newest revision of one model.
 * Thread-safe.
 */
final class SplitTally {
  private record Counts(long revision, Map<Long, LongAdder> versions) {
    private LongAdder of(long version) {
      var known = versions.get(version);
      return known == null ? versions.computeIfAbsent(version, unused -> new LongAdder()) : known;
    }

    private long of(long asked, long version) {
      var own = versions.get(version);
      return revision != asked || own == null ? 0 : own.sum();
    }
  }

  private volatile Counts newest = new Counts(0, new ConcurrentHashMap<>());

  void count(long revision, long version) {
    var counts = newest.revision() < revision ? advance(revision) : newest;
    if (counts.revision() == revision) {
      counts.of(version).increment();
    }
  }

  /**
   * The share of the calls that a version got; 0 if there were none, or none under this revision.
   */
  double share(long revision, long version) {
    var counts = newest;
    long own = counts.of(revision, version);
    long all = counts.versions().values().stream().mapToLong(LongAdder::sum).sum();
    return own == 0 ? 0 : (double) own / all;
  }

  /** The calls that a version got; 0 if there were none under this revision. */
  long calls(long revision, long version) {
    return newest.of(revision, version);
  }

  private synchronized Counts advance(long revision) {
    if (newest.revision() < revision) {
      newest = new Counts(revision, new ConcurrentHashMap<>());
    }
    return newest;
  }
}
