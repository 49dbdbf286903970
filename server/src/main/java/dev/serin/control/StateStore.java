package dev.serin.control;

import java.io.IOException;
import java.util.List;

/** The port to durable state. Confined to the control thread, which is its only writer. */
public interface StateStore extends AutoCloseable {

  /** Returns all revisions of all models, oldest first. */
  List<Revision> load() throws IOException;

  /**
   * Adds a revision, which is on disk when this returns. When this throws, it is not part of what
   * {@link #load} returns later, unless the disk also refuses to take back what it wrote of it.
   */
  void append(Revision revision) throws IOException;

  @Override
  void close() throws IOException;
}
