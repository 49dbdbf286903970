package dev.serin.control;

import dev.serin.gate.Trial;
import dev.serin.gate.TrialReport;
import java.util.Optional;

/** The gates' reports on running rollouts. Thread-safe. */
public interface Trials {
  /** Reports nothing. */
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

  /** Returns how a model's candidate does at this time, in milliseconds since 1970. */
  Optional<TrialReport> report(String model, long millis);

  /** Whether the evidence of a former trial was found at the start. */
  boolean knows(String model, Trial trial);

  /** Clears the finding that paused a model's rollout, since an operator resumed it. */
  void acknowledge(String model, long millis);
}
