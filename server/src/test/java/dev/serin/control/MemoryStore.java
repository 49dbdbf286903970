package dev.serin.control;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Durable state in memory that can be full. Confined to one thread. */
public final class MemoryStore implements StateStore, ShutdownRecord {
  final List<Revision> revisions = new ArrayList<>();
  private final List<Consumer<Revision>> followers = new ArrayList<>();
  Doubt doubt = Doubt.NONE;
  boolean full;
  boolean broken;
  Optional<CleanShutdown> shutdown = Optional.empty();

  /** Holds these revisions at first. */
  public MemoryStore(Revision... revisions) {
    this.revisions.addAll(List.of(revisions));
  }

  /** Returns this as all that outlives a gateway. */
  public Control.State state() {
    return new Control.State(this, this);
  }

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
  public void append(Revision revision, long expected)
      throws RevisionConflictException, IOException {
    checkSpace();
    long last = last(revision.model());
    if (last != expected) {
      throw new RevisionConflictException(revision.model(), last, expected);
    }
    revisions.add(revision);
    List.copyOf(followers).forEach(follower -> follower.accept(revision));
  }

  @Override
  public Subscription follow(Consumer<Revision> listener) {
    followers.add(listener);
    return () -> followers.remove(listener);
  }

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

  @Override
  public void close() {}

  private long last(String model) {
    return revisions.stream()
        .filter(revision -> revision.model().equals(model))
        .mapToLong(Revision::number)
        .max()
        .orElse(0);
  }

  private void checkSpace() throws IOException {
    if (full) {
      throw new IOException("No space left on device");
    }
  }
}
