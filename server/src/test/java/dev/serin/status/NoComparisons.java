package dev.serin.status;

import dev.serin.gate.TrialReport;
import dev.serin.judge.ComparisonReport;
import java.util.List;
import java.util.Optional;

/** No versions share users. */
public enum NoComparisons implements Sources.Comparisons {
  INSTANCE;

  @Override
  public List<ComparisonReport> reports(String model, long millis) {
    return List.of();
  }

  @Override
  public Optional<TrialReport> trial(String model, long millis) {
    return Optional.empty();
  }
}
