package dev.serin.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The versions of all models and their states. The repository writes it; all others read it.
 *
 * <p>Thread-safe: readers take an immutable map; writers are serialised.
 */
public final class VersionPool {
  private final Object lock = new Object();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<String, NavigableMap<Long, VersionStatus>> models = Map.of();

  /**
   * Calls the listener with the model's name after each change of one of its versions, on the
   * writer's thread.
   */
  public void addListener(Consumer<String> listener) {
    listeners.add(listener);
  }

  /** All models, in the order of their names, with their versions in ascending order. */
  public Map<String, NavigableMap<Long, VersionStatus>> models() {
    return models;
  }

  /** The versions of a model in ascending order; empty if there is no such model. */
  public NavigableMap<Long, VersionStatus> versions(String model) {
    return models.getOrDefault(model, Collections.emptyNavigableMap());
  }

  /** The status of a version, or nothing if there is no such version. */
  public Optional<VersionStatus> status(VersionId id) {
    return Optional.ofNullable(versions(id.model()).get(id.version()));
  }

  /** Whether a version is loaded. */
  public boolean isLoaded(VersionId id) {
    return status(id).filter(VersionStatus::callable).isPresent();
  }

  /** Whether this very load of a version can be called. */
  public boolean isLoaded(LoadedVersion version) {
    return status(version.id())
        .filter(VersionStatus::callable)
        .flatMap(VersionStatus::loaded)
        .filter(version::equals)
        .isPresent();
  }

  /** Sets the status of a version. */
  public void put(VersionStatus status) {
    update(status.id().model(), versions -> versions.put(status.id().version(), status));
  }

  /** Removes a version. */
  public void remove(VersionId id) {
    update(id.model(), versions -> versions.remove(id.version()));
  }

  private void update(String model, Consumer<NavigableMap<Long, VersionStatus>> change) {
    synchronized (lock) {
      var versions = new TreeMap<>(versions(model));
      change.accept(versions);
      var next = new TreeMap<>(models);
      next.put(model, Collections.unmodifiableNavigableMap(versions));
      if (versions.isEmpty()) {
        next.remove(model);
      }
      models = Collections.unmodifiableMap(next);
    }
    listeners.forEach(listener -> listener.accept(model));
  }
}
