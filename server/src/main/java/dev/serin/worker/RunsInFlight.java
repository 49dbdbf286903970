package dev.serin.worker;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The runs that a worker has not answered. Time is counted in steps of the one that watches, so
 * that a gateway that stands still blames no worker. Thread-safe, but {@link #step} is confined to
 * one thread.
 */
final class RunsInFlight {
  private final Set<Run> runs = ConcurrentHashMap.newKeySet();

  /** A run that was asked for. */
  static final class Run {
    private final int calls;
    private final Duration limit;
    private long steps;

    private Run(int calls, Duration limit) {
      this.calls = calls;
      this.limit = limit;
    }
  }

  /**
   * A run of so many calls begins.
   *
   * @param limit after which it is told to end
   */
  Run begin(int calls, Duration limit) {
    var run = new Run(calls, limit);
    runs.add(run);
    return run;
  }

  /** A run was answered. */
  void end(Run run) {
    runs.remove(run);
  }

  /** How many calls were not answered. */
  int calls() {
    int calls = 0;
    for (var run : runs) {
      calls += run.calls;
    }
    return calls;
  }

  /** Counts a step, and returns how many runs have taken longer than their limit and a grace. */
  long step(Duration step, Duration grace) {
    long overdue = 0;
    for (var run : runs) {
      run.steps++;
      if (step.multipliedBy(run.steps).minus(grace).compareTo(run.limit) > 0) {
        overdue++;
      }
    }
    return overdue;
  }
}
