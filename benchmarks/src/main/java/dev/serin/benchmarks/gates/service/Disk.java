package dev.serin.benchmarks.gates.service;

import dev.serin.control.CleanShutdown;
import dev.serin.control.Control;
import dev.serin.control.Doubt;
import dev.serin.control.Revision;
import dev.serin.control.RevisionConflictException;
import dev.serin.control.ShutdownRecord;
import dev.serin.control.StateStore;
import dev.serin.control.Subscription;
import dev.serin.judge.EvidenceStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What outlives a restart, in memory. Confined to one thread. */
final class Disk {
  private final List<Revision> revisions = new ArrayList<>();
  private final List<Consumer<Revision>> followers = new ArrayList<>();
  private EvidenceStore.Saved evidence = EvidenceStore.Saved.NOTHING;
  private Optional<CleanShutdown> shutdown = Optional.empty();
  private boolean full;

  /** Takes nothing any more, or takes things again. */
  void full(boolean now) {
    full = now;
  }

  /** Returns what the next gateway works with; the one before is gone and follows no more. */
  Control.State state() {
    followers.clear();
    return new Control.State(store(), shutdown());
  }

  private StateStore store() {
    return new StateStore() {
      @Override
      public List<Revision> load() {
        return List.copyOf(revisions);
      }

      @Override
      public Doubt doubt() {
        return Doubt.NONE;
      }

      @Override
      public void append(Revision revision, long expected)
          throws RevisionConflictException, IOException {
        checkSpace();
        // There is one model.
        long last =
            revisions.isEmpty() ? 0 : revisions.get(revisions.size() - 1).number();
        if (last != expected) {
          throw new RevisionConflictException(revision.model(), last, expected);
        }
        revisions.add(revision);
        followers.forEach(follower -> follower.accept(revision));
      }

      @Override
      public Subscription follow(Consumer<Revision> listener) {
        followers.add(listener);
        return () -> followers.remove(listener);
      }

      @Override
      public void close() {}
    };
  }

  private ShutdownRecord shutdown() {
    return new ShutdownRecord() {
      @Override
      public Optional<CleanShutdown> take() {
        var taken = shutdown;
        shutdown = Optional.empty();
        return taken;
      }

      @Override
      public void write(CleanShutdown record) throws IOException {
        checkSpace();
        shutdown = Optional.of(record);
      }
    };
  }

  EvidenceStore evidence() {
    return new EvidenceStore() {
      @Override
      public Saved load() {
        return evidence;
      }

      @Override
      public void save(Saved all) throws IOException {
        checkSpace();
        evidence = all;
      }
    };
  }

  private void checkSpace() throws IOException {
    if (full) {
      throw new IOException("No space left on device");
    }
  }
}
