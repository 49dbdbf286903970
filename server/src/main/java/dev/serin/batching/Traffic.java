package dev.serin.batching;

import dev.serin.model.BatchSettings;
import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import java.util.Optional;

/** How the models are configured and routed now. Thread-safe, without a lock. */
public interface Traffic {
  /** The stable version of a model; empty if there is none that can be called. */
  Optional<LoadedVersion> stable(String model);

  /** The part of its model's users that a version has, from 0 to 1. */
  double share(VersionId id);

  /** How requests of a model share runs. */
  BatchSettings settings(String model);
}
