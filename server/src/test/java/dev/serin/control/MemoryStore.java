package dev.serin.control;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** A store in memory that can be full. */
final class MemoryStore implements StateStore {
  final List<Revision> revisions = new ArrayList<>();
  boolean full;
  boolean broken;
  Optional<SortedMap<String, PhaseTime>> left = Optional.empty();

  @Override
  public List<Revision> load() throws IOException {
    if (broken) {
      throw new IOException("revisions.journal:2 does not fit its checksum");
    }
    return List.copyOf(revisions);
  }

  @Override
  public void append(Revision revision) throws IOException {
    if (full) {
      throw new IOException("No space left on device");
    }
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
    if (full) {
      throw new IOException("No space left on device");
    }
    left = Optional.of(times);
  }

  @Override
  public void close() {}
}
