package dev.serin.server;

import dev.serin.batching.BatchingDispatcher;
import dev.serin.model.LoadedVersion;
import dev.serin.model.OverdueRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds runners that are stuck: they have not returned from a run that was told to end. Each is
 * replaced, and its version is given up, so that it takes no other runner; stable not until it has
 * taken as many as there are, since nothing can take its place.
 *
 * <p>Thread-safe, but {@link #tick} is confined to one thread.
 */
final class RunnerHealth {
  private static final Logger log = LoggerFactory.getLogger(RunnerHealth.class);

  private final int runners;
  private final Supplier<List<OverdueRun>> overdue;
  private final Ports ports;
  /** The names of stuck runners that others have taken the place of; no name is used twice. */
  private final Set<String> replaced = ConcurrentHashMap.newKeySet();
  /** How many runners each stable version has taken. */
  private final Map<LoadedVersion, Integer> taken = new WeakHashMap<>();

  /**
   * What can be done about a stuck runner.
   *
   * @param replace starts another runner in the place of one, by its name, and returns the version
   *     that it runs; empty if it has returned, or was replaced before
   * @param stable whether a version is its model's stable
   * @param giveUp lets no more calls to a version, for a reason
   */
  record Ports(
      Replace replace, Predicate<LoadedVersion> stable, BiConsumer<LoadedVersion, String> giveUp) {}

  /** Replaces a runner. */
  interface Replace {
    Optional<LoadedVersion> by(String thread);
  }

  /** Watches this many runners, given the overdue runs of all threads. */
  RunnerHealth(int runners, Supplier<List<OverdueRun>> overdue, Ports ports) {
    this.runners = runners;
    this.overdue = overdue;
    this.ports = ports;
  }

  /** Replaces the runners that are stuck. */
  void tick() {
    var stuck = ofRunners();
    for (var run : stuck) {
      ports.replace().by(run.thread()).ifPresent(version -> lost(version, run));
    }
    replaced.retainAll(stuck.stream().map(OverdueRun::thread).toList());
  }

  private void lost(LoadedVersion version, OverdueRun run) {
    replaced.add(run.thread());
    if (ports.stable().test(version) && taken.merge(version, 1, Integer::sum) < runners) {
      log.warn("{}; another runner takes its place", run);
    } else {
      log.error("{}; another runner takes its place, and {} gets no more calls", run, version.id());
      ports
          .giveUp()
          .accept(
              version,
              "a run did not end when it was told to, and holds its thread; not called any more"
                  + " (expected: other files under a new number; `./serin models retry` loads these"
                  + " again)");
    }
  }

  private List<OverdueRun> ofRunners() {
    return overdue.get().stream()
        .filter(run -> run.thread().startsWith(BatchingDispatcher.THREAD))
        .toList();
  }

  /** Returns the overdue runs of all threads as notes. */
  List<String> stuck() {
    return overdue.get().stream().map(OverdueRun::toString).toList();
  }

  /** How many runners are stuck, replaced or not. */
  int count() {
    return ofRunners().size();
  }

  /** Whether all runners are stuck, and none has been replaced yet. */
  boolean allStuck() {
    return ofRunners().stream().filter(run -> !replaced.contains(run.thread())).count() >= runners;
  }
}
