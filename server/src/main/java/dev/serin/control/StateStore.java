package dev.serin.control;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * The port to the durable order of revisions, which several gateways may share.
 *
 * <p>Called on the control thread only.
 */
public interface StateStore extends AutoCloseable {
  /** Returns all revisions of all models, oldest first. */
  List<Revision> load() throws IOException;

  /** Returns what may be missing from the loaded revisions. */
  Doubt doubt();

  /**
   * Stores a revision, provided that the model's last stored revision is the expected one. The
   * revision is durable when this returns.
   *
   * @param expected the number of that last revision; 0 if the model has none
   * @throws RevisionConflictException if another revision is the last one; nothing was stored
   * @throws IOException if the store cannot write; {@link #load} does not return the revision
   *     later, unless the store also failed to take back what it had written of it
   */
  void append(Revision revision, long expected) throws RevisionConflictException, IOException;

  /**
   * Delivers each revision that is stored from now on, in the order of the store. The listener is
   * called on any thread and must not block; it may see revisions of this gateway and of others.
   */
  Subscription follow(Consumer<Revision> listener);

  @Override
  void close() throws IOException;
}
