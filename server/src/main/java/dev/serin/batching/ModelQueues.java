package dev.serin.batching;

import dev.serin.model.BatchSettings;
import dev.serin.model.LoadedVersion;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The queues of one model's versions.
 *
 * <p>Thread-safe, except for {@link #flow}, which is confined to the lock of its {@link Schedule}.
 */
final class ModelQueues {
  private final String name;
  private final Traffic traffic;
  private final Map<LoadedVersion, VersionQueue> queues = new ConcurrentHashMap<>();
  private final Flow flow = new Flow();

  ModelQueues(String name, Traffic traffic) {
    this.name = name;
    this.traffic = traffic;
  }

  String name() {
    return name;
  }

  BatchSettings settings() {
    return traffic.settings(name);
  }

  /** The processor time that its versions have received, slow ones apart. */
  Flow flow() {
    return flow;
  }

  /** Returns the queue of a version, new if it has none. */
  VersionQueue queue(LoadedVersion version) {
    var queue = queues.get(version);
    return queue != null
        ? queue
        : queues.computeIfAbsent(version, unused -> new VersionQueue(version, this));
  }

  /** Whether requests of any version wait. */
  boolean waiting() {
    for (var queue : queues.values()) {
      if (queue.count() > 0) {
        return true;
      }
    }
    return false;
  }

  /** About how long one runner takes for the requests that wait for versions that are not slow. */
  long backlogNanos(BatchSettings settings) {
    long nanos = 0;
    for (var queue : queues.values()) {
      nanos += queue.slow() ? 0 : queue.backlogNanos(settings);
    }
    return nanos;
  }

  /** How many versions have a queue. */
  int size() {
    return queues.size();
  }

  /** Drops the empty queues of versions that need none any more; returns whether none is left. */
  boolean forget(Predicate<LoadedVersion> unloaded) {
    queues.values().removeIf(queue -> queue.count() <= 0 && unloaded.test(queue.version()));
    return queues.isEmpty();
  }
}
