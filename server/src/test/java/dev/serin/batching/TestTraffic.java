package dev.serin.batching;

import dev.serin.model.BatchSettings;
import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A version that is the stable one of its model, and the settings of all models. */
final class TestTraffic implements Traffic {
  private final LoadedVersion stable;
  private final Map<VersionId, Double> shares = new HashMap<>();
  volatile BatchSettings settings = BatchSettings.DEFAULT;

  TestTraffic(LoadedVersion stable) {
    this.stable = stable;
  }

  TestTraffic share(VersionId version, double share) {
    shares.put(version, share);
    return this;
  }

  @Override
  public Optional<LoadedVersion> stable(String model) {
    return Optional.of(stable).filter(version -> version.id().model().equals(model));
  }

  @Override
  public double share(VersionId id) {
    return shares.getOrDefault(id, 0.0);
  }

  @Override
  public BatchSettings settings(String model) {
    return settings;
  }
}
