package dev.serin.server;

import dev.serin.batching.BatchingDispatcher;
import dev.serin.model.OverdueRun;
import java.util.List;
import java.util.function.Supplier;

/**
 * Finds runners that are stuck: they have not returned from a run that was told to end.
 * Thread-safe.
 */
final class RunnerHealth {
  private final int runners;
  private final Supplier<List<OverdueRun>> overdue;

  /** Watches this many runners, given the overdue runs of all threads. */
  RunnerHealth(int runners, Supplier<List<OverdueRun>> overdue) {
    this.runners = runners;
    this.overdue = overdue;
  }

  /** Returns the overdue runs of all threads as notes. */
  List<String> stuck() {
    return overdue.get().stream().map(OverdueRun::toString).toList();
  }

  /** How many runners are stuck. */
  int count() {
    return (int) overdue.get().stream()
        .filter(run -> run.thread().startsWith(BatchingDispatcher.THREAD))
        .count();
  }

  /** Whether all runners are stuck. */
  boolean allStuck() {
    return count() >= runners;
  }
}
