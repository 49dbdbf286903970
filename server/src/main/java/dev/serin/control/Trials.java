package dev.serin.control;

import dev.serin.gate.Trial;
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
    public boolean knows(String model, Trial trial) {
      return true;
    }

    @Override
    public void acknowledge(String model, long millis) {
      // Nothing was found.
    }
  };

  /** How a model's candidate does at this time, in milliseconds since 1970. */
  Optional<TrialReport> report(String model, long millis);

  /** Whether the evidence of a trial of before was found at the start. */
  boolean knows(String model, Trial trial);

  /** Hears that somebody has looked at what paused a model's rollout. */
  void acknowledge(String model, long millis);
}
