package dev.serin.control;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The port to durable state. Confined to the control thread, which is its only writer. */
public interface StateStore extends AutoCloseable {

  /** Returns all revisions of all models, oldest first. */
  List<Revision> load() throws IOException;

  /** What may be missing, once loaded. */
  Doubt doubt();

  /**
   * Adds a revision, which is on disk when this returns. When this throws, it is not part of what
   * {@link #load} returns later, unless the disk also refuses to take back what it wrote of it.
   */
  void append(Revision revision) throws IOException;

  /**
   * Takes what was left at an orderly end, which is there but once; empty if the last one to use
   * the store ended in another way, or there was none.
   */
  Optional<CleanShutdown> takeLeft() throws IOException;

  /** Leaves something for the next one. */
  void leave(CleanShutdown shutdown) throws IOException;

  @Override
  void close() throws IOException;
}
