package dev.serin.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Meters by key, registered on first use and removed when the key is gone. At all times a key has
 * meters here if and only if they are registered.
 *
 * <p>Thread-safe; looking up existing meters takes no lock.
 */
final class Meters<K, M> {
  private final MeterRegistry registry;
  private final Function<K, M> make;
  private final Function<M, List<Meter>> parts;
  private final Map<K, M> meters = new ConcurrentHashMap<>();

  /**
   * Creates an empty map of meters.
   *
   * @param make registers the meters of a key
   * @param parts all meters that were registered for a key
   */
  Meters(MeterRegistry registry, Function<K, M> make, Function<M, List<Meter>> parts) {
    this.registry = registry;
    this.make = make;
    this.parts = parts;
  }

  /** Returns the meters of a key. */
  M of(K key) {
    var known = meters.get(key);
    return known == null ? meters.computeIfAbsent(key, make) : known;
  }

  /** Removes the meters of the keys that are gone. */
  void forget(Predicate<K> gone) {
    for (var key : meters.keySet()) {
      if (gone.test(key)) {
        meters.computeIfPresent(key, (same, made) -> {
          parts.apply(made).forEach(registry::remove);
          return null;
        });
      }
    }
  }
}
