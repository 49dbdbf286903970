package dev.serin.judge;

import dev.serin.gate.Comparison;
import java.util.Map;

/**
 * Which comparison counts the predictions of each version for label coverage: for the threads that
 * serve calls, so without a map of boxed numbers; there are two versions, seldom more.
 *
 * <p>Thread-safe.
 */
final class Coverage {
  private final long[] versions;
  private final Comparison[] comparisons;

  private Coverage(long[] versions, Comparison[] comparisons) {
    this.versions = versions;
    this.comparisons = comparisons;
  }

  static Coverage of(Map<Long, Comparison> byVersion) {
    var versions = new long[byVersion.size()];
    var comparisons = new Comparison[versions.length];
    int i = 0;
    for (var entry : byVersion.entrySet()) {
      versions[i] = entry.getKey();
      comparisons[i] = entry.getValue();
      i++;
    }
    return new Coverage(versions, comparisons);
  }

  /** Whether label coverage counts the next prediction. */
  boolean covers(long version, long user) {
    for (int i = 0; i < versions.length; i++) {
      if (versions[i] == version) {
        return comparisons[i].covers(user);
      }
    }
    return false;
  }
}
