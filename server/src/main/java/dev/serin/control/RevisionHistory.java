package dev.serin.control;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.serin.rollout.RolloutState.RolledBack;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The latest revisions of each model; the last one is in force.
 *
 * <p>Thread-safe: the control thread writes, any thread reads.
 */
final class RevisionHistory {
  /** How many revisions of each model are kept in memory; the store has all. */
  static final int KEPT = 1_000;

  private final Object lock = new Object();

  /** Newest first. */
  @GuardedBy("lock")
  private final Map<String, Deque<Revision>> revisions = new HashMap<>();

  /** The versions that were stable, but those that their last rollout took back. */
  @GuardedBy("lock")
  private final Map<String, Set<Long>> proved = new HashMap<>();

  void add(Revision revision) {
    synchronized (lock) {
      var list = revisions.computeIfAbsent(revision.model(), model -> new ArrayDeque<>());
      list.addFirst(revision);
      if (list.size() > KEPT) {
        list.removeLast();
      }
      var known = proved.computeIfAbsent(revision.model(), model -> new HashSet<>());
      known.add(revision.stable());
      revision
          .rollout()
          .filter(rollout -> rollout.state() instanceof RolledBack)
          .ifPresent(rollout -> known.remove(rollout.identity().candidate()));
    }
  }

  /** Whether a version was stable, and its last rollout did not take it back. */
  boolean proved(String model, long version) {
    synchronized (lock) {
      return proved.getOrDefault(model, Set.of()).contains(version);
    }
  }

  Optional<Revision> current(String model) {
    return latest(model, 1).stream().findFirst();
  }

  /** Returns the number of the revision in force; 0 if there is none. */
  long number(String model) {
    return current(model).map(Revision::number).orElse(0L);
  }

  /** Returns the latest revisions, newest first, at most as many as the limit. */
  List<Revision> latest(String model, int limit) {
    synchronized (lock) {
      var list = revisions.get(model);
      return list == null ? List.of() : list.stream().limit(limit).toList();
    }
  }

  Set<String> models() {
    synchronized (lock) {
      return new TreeSet<>(revisions.keySet());
    }
  }
}
