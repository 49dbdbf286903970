package dev.serin.control;

import dev.serin.gate.TrialReport;
import java.util.Optional;

/** Knows what the gates say about rollouts. Thread-safe. */
public interface Trials {
  /** Knows nothing. */
  Trials NONE = new Trials() {
    @Override
    public Optional<TrialReport> report(String model, long millis) {
      return Optional.empty();
    }

    @Override
    public void acknowledge(String model, long millis) {
      // Nothing was found.
    }
  };

  /** How a model's candidate does at this time, in milliseconds since 1970. */
  Optional<TrialReport> report(String model, long millis);

  /** Hears that somebody has looked at what paused a model's rollout. */
  void acknowledge(String model, long millis);
}
