package dev.serin.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Counts the answers to viewers by version. Thread-safe: answers arrive on threads of the client.
 */
final class Counts {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MEDIAN = 0.5;
  private static final double TAIL = 0.95;

  private final LongSupplier nanos;
  private final long beganNanos;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Map<Long, OfVersion> versions = new HashMap<>();

  @GuardedBy("lock")
  private long failures;

  /** The answers of one version, their times grouped by the second of arrival. */
  private static final class OfVersion {
    final TreeMap<Integer, List<Double>> millis = new TreeMap<>();
    final Set<String> users = new HashSet<>();
    long calls;
    double chances;
  }

  Counts(LongSupplier nanos) {
    this.nanos = nanos;
    this.beganNanos = nanos.getAsLong();
  }

  /**
   * Adds an answer.
   *
   * @param chance that the recommended title is watched to the end
   */
  void add(long version, String user, long serverNanos, double chance) {
    int second = (int) ((nanos.getAsLong() - beganNanos) / NANOS_PER_SECOND);
    synchronized (lock) {
      var counts = versions.computeIfAbsent(version, unused -> new OfVersion());
      counts.calls++;
      counts.users.add(user);
      counts.chances += chance;
      counts
          .millis
          .computeIfAbsent(second, unused -> new ArrayList<>())
          .add(serverNanos / NANOS_PER_MILLI);
    }
  }

  void addFailure() {
    synchronized (lock) {
      failures++;
    }
  }

  /** Calls that got no answer. */
  long failures() {
    synchronized (lock) {
      return failures;
    }
  }

  long calls(long version) {
    synchronized (lock) {
      return of(version).calls;
    }
  }

  long users(long version) {
    synchronized (lock) {
      return of(version).users.size();
    }
  }

  /** The mean chance that the title a version recommended is watched to the end. */
  OptionalDouble truth(long version) {
    synchronized (lock) {
      var counts = of(version);
      return counts.calls == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(counts.chances / counts.calls);
    }
  }

  /** The 95 % quantile of the time in the gateway, in milliseconds. */
  OptionalDouble p95Millis(long version) {
    synchronized (lock) {
      var all = sorted(of(version).millis.values().stream().flatMap(List::stream));
      return all.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(quantile(all, TAIL));
    }
  }

  /** The latencies of each second, by version and then by second. */
  List<Slice> slices() {
    synchronized (lock) {
      var slices = new ArrayList<Slice>();
      new TreeMap<>(versions)
          .forEach((version, counts) -> counts.millis.forEach((second, millis) -> {
            var all = sorted(millis.stream());
            slices.add(new Slice(second, version, quantile(all, MEDIAN), quantile(all, TAIL)));
          }));
      return List.copyOf(slices);
    }
  }

  @GuardedBy("lock")
  private OfVersion of(long version) {
    return versions.getOrDefault(version, new OfVersion());
  }

  private static double[] sorted(Stream<Double> millis) {
    var all = millis.mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(all);
    return all;
  }

  private static double quantile(double[] sorted, double q) {
    return sorted[Math.max(0, (int) Math.ceil(q * sorted.length) - 1)];
  }
}
