package dev.serin.server;

import dev.serin.gate.TrialReport;
import dev.serin.judge.ComparisonReport;
import dev.serin.judge.Judge;
import dev.serin.status.Sources;
import java.util.List;
import java.util.Optional;

/** The comparisons of a judge, for the status. */
record JudgedComparisons(Judge judge) implements Sources.Comparisons {
  @Override
  public List<ComparisonReport> reports(String model, long millis) {
    return judge.reports(model, millis);
  }

  @Override
  public Optional<TrialReport> trial(String model, long millis) {
    return judge.trial(model, millis);
  }
}
