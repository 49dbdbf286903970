package dev.serin.server;

import dev.serin.batching.Traffic;
import dev.serin.model.BatchSettings;
import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import dev.serin.routing.ModelRoute;
import dev.serin.routing.Routing;
import java.util.Optional;

/** What the routes and the configuration in force say of each model. Thread-safe. */
record RoutedTraffic(Routing routing, Configuration configuration) implements Traffic {
  @Override
  public Optional<LoadedVersion> stable(String model) {
    return routing.model(model).flatMap(ModelRoute::stableVersion);
  }

  @Override
  public double share(VersionId id) {
    return routing
        .model(id.model())
        .map(route -> route.assignment().split().share(id.version()).value().doubleValue())
        .orElse(0.0);
  }

  @Override
  public BatchSettings settings(String model) {
    return configuration.batching(model);
  }
}
