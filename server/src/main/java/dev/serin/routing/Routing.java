package dev.serin.routing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How the calls of all models are routed now.
 *
 * <p>Thread-safe: readers take an immutable map; one writer replaces it as a whole.
 */
public final class Routing {
  private volatile Map<String, ModelRoute> models = Map.of();

  /** The route of a model, or nothing if there is no such model or it was never served. */
  public Optional<ModelRoute> model(String name) {
    return Optional.ofNullable(models.get(name));
  }

  /** The routes of all models, in the order of their names. */
  public Map<String, ModelRoute> models() {
    return models;
  }

  /** Replaces all routes for later calls. To be called by one thread only. */
  public void publish(Map<String, ModelRoute> routes) {
    // In the order of names, but found by their hash.
    models = Collections.unmodifiableMap(new LinkedHashMap<>(new TreeMap<>(routes)));
  }
}
