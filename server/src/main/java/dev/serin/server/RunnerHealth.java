package dev.serin.server;

import dev.serin.model.OverdueRun;
import dev.serin.serving.Runners;
import java.util.List;
import java.util.function.Supplier;

/** Which runners have not come back from a run that was told to end. Thread-safe. */
final class RunnerHealth {
  private final int runners;
  private final Supplier<List<OverdueRun>> overdue;

  /** Watches that many runners, by the runs of all threads that are overdue. */
  RunnerHealth(int runners, Supplier<List<OverdueRun>> overdue) {
    this.runners = runners;
    this.overdue = overdue;
  }

  /** The runs that are overdue, on whichever thread, for people. */
  List<String> stuck() {
    return overdue.get().stream().map(OverdueRun::toString).toList();
  }

  /** How many runners are stuck. */
  int count() {
    return (int) overdue.get().stream()
        .filter(run -> run.thread().startsWith(Runners.THREAD))
        .count();
  }

  /** Whether none is left that could serve a call. */
  boolean allStuck() {
    return count() >= runners;
  }
}
