package dev.serin.benchmarks.gates.service;

import dev.serin.control.CleanShutdown;
import dev.serin.control.Doubt;
import dev.serin.control.Revision;
import dev.serin.control.StateStore;
import dev.serin.judge.EvidenceStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What outlives a restart, in memory. Confined to one thread. */
final class Disk {
  private final List<Revision> revisions = new ArrayList<>();
  private EvidenceStore.Saved evidence = EvidenceStore.Saved.NOTHING;
  private Optional<CleanShutdown> left = Optional.empty();
  private boolean full;

  /** Takes nothing any more, or takes things again. */
  void full(boolean now) {
    full = now;
  }

  StateStore state() {
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
      public void append(Revision revision) throws IOException {
        checkSpace();
        revisions.add(revision);
      }

      @Override
      public Optional<CleanShutdown> takeLeft() {
        var taken = left;
        left = Optional.empty();
        return taken;
      }

      @Override
      public void leave(CleanShutdown shutdown) throws IOException {
        checkSpace();
        left = Optional.of(shutdown);
      }

      @Override
      public void close() {}
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
