package dev.serin.demo;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.serin.client.Model;
import dev.serin.client.Model.VersionState;
import dev.serin.client.SerinAdmin;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Waits until a version can be called. Confined to one thread. */
final class Readiness {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long PAUSE_MILLIS = 50;

  private final SerinAdmin admin;
  private final LongSupplier nanos;

  Readiness(SerinAdmin admin, LongSupplier nanos) {
    this.admin = admin;
    this.nanos = nanos;
  }

  /**
   * Returns when the version is ready, or would be if a rollout asked for it; throws
   * {@link DemoException} if it will not be.
   */
  void await(String model, long version) throws InterruptedException {
    long end = nanos.getAsLong() + PATIENCE.toNanos();
    while (true) {
      var found = admin.models().stream()
          .filter(candidate -> candidate.name().equals(model))
          .flatMap(candidate -> candidate.versions().stream())
          .filter(candidate -> candidate.number() == version)
          .findFirst();
      var state = found.map(Model.Version::state).orElse(VersionState.LOADING);
      if (state == VersionState.READY || state == VersionState.COLD) {
        return;
      }
      if (state == VersionState.REJECTED || nanos.getAsLong() - end > 0) {
        throw new DemoException(model + " version " + version + ": " + state
            + found.map(rejected -> ": " + rejected.reason()).orElse("") + " (expected: READY)");
      }
      MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }
}
