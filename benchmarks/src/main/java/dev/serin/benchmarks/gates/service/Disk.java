package dev.serin.benchmarks.gates.service;

import dev.serin.control.PhaseTime;
import dev.serin.control.Revision;
import dev.serin.control.StateStore;
import dev.serin.gate.Evidence;
import dev.serin.gate.EvidenceKey;
import dev.serin.gate.EvidenceStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What outlives a restart, in memory. Confined to one thread. */
final class Disk {
  private final List<Revision> revisions = new ArrayList<>();
  private Map<EvidenceKey, Evidence> evidence = Map.of();
  private Optional<SortedMap<String, PhaseTime>> left = Optional.empty();
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
      public void append(Revision revision) throws IOException {
        checkSpace();
        revisions.add(revision);
      }

      @Override
      public Optional<SortedMap<String, PhaseTime>> takeLeft() {
        var taken = left;
        left = Optional.empty();
        return taken;
      }

      @Override
      public void leave(SortedMap<String, PhaseTime> times) throws IOException {
        checkSpace();
        left = Optional.of(times);
      }

      @Override
      public void close() {}
    };
  }

  EvidenceStore evidence() {
    return new EvidenceStore() {
      @Override
      public Map<EvidenceKey, Evidence> load() {
        return evidence;
      }

      @Override
      public void save(Map<EvidenceKey, Evidence> all) throws IOException {
        checkSpace();
        evidence = Map.copyOf(all);
      }
    };
  }

  private void checkSpace() throws IOException {
    if (full) {
      throw new IOException("No space left on device");
    }
  }
}
