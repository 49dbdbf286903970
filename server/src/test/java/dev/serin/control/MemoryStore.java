package dev.serin.control;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A store in memory that can be full. */
final class MemoryStore implements StateStore {
  final List<Revision> revisions = new ArrayList<>();
  Doubt doubt = Doubt.NONE;
  boolean full;
  boolean broken;
  Optional<CleanShutdown> left = Optional.empty();

  @Override
  public List<Revision> load() throws IOException {
    if (broken) {
      throw new IOException("revisions.journal:2 does not fit its checksum");
    }
    return List.copyOf(revisions);
  }

  @Override
  public Doubt doubt() {
    return doubt;
  }

  @Override
  public void append(Revision revision) throws IOException {
    if (full) {
      throw new IOException("No space left on device");
    }
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
    if (full) {
      throw new IOException("No space left on device");
    }
    left = Optional.of(shutdown);
  }

  @Override
  public void close() {}
}
