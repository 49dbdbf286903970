package dev.serin.control;

import dev.serin.control.ChangeRefusedException.Kind;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies and stores revisions in the order that each kind requires: a raise is stored before it
 * takes effect; any other change takes effect first, and stands if the store refuses it.
 *
 * <p>Confined to the control thread, but for {@link #problem} and {@link #refusals}.
 */
final class RevisionWriter {
  private static final Logger log = LoggerFactory.getLogger(RevisionWriter.class);

  private final StateStore store;
  /** Revisions in force that are not stored yet, oldest first. */
  private final Deque<Unwritten> unwritten = new ArrayDeque<>();

  private final AtomicLong refusals = new AtomicLong();
  private volatile @Nullable String problem;

  /**
   * A revision to be stored.
   *
   * @param expected the number of the revision it was based on
   */
  private record Unwritten(Revision revision, long expected) {}

  RevisionWriter(StateStore store) {
    this.store = store;
  }

  /**
   * Applies and stores a revision.
   *
   * @param expected the number of the revision it was based on; 0 for the first one of a model
   * @throws ChangeRefusedException if a raise cannot be stored; it has no effect then
   */
  void accept(Revision revision, long expected, boolean raise, Consumer<Revision> effect) {
    var change = new Unwritten(revision, expected);
    if (raise) {
      raise(change);
      effect.accept(revision);
    } else {
      effect.accept(revision);
      unwritten.addLast(change);
      flush();
    }
  }

  /** Stores what is in force and not stored yet; returns whether none of it remains. */
  boolean flush() {
    while (!unwritten.isEmpty()) {
      var change = unwritten.getFirst();
      try {
        append(change);
      } catch (IOException | RevisionConflictException e) {
        refused(change.revision(), e);
        return false;
      }
      unwritten.removeFirst();
    }
    return true;
  }

  /** Returns why the store refused the last revision it was given, if it did. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Returns how often the store refused a revision. */
  long refusals() {
    return refusals.get();
  }

  private void raise(Unwritten change) {
    if (!flush()) {
      throw notStored();
    }
    try {
      append(change);
    } catch (IOException e) {
      refused(change.revision(), e);
      throw notStored();
    } catch (RevisionConflictException e) {
      throw new ChangeRefusedException(Kind.CONFLICT, String.valueOf(e.getMessage()));
    }
  }

  private ChangeRefusedException notStored() {
    return new ChangeRefusedException(
        Kind.STORAGE, problem + " (expected: a disk that takes a raise before its effect)");
  }

  private void append(Unwritten change) throws IOException, RevisionConflictException {
    store.append(change.revision(), change.expected());
    if (problem != null) {
      log.info("the journal takes revisions again");
      problem = null;
    }
  }

  private void refused(Revision revision, Exception cause) {
    refusals.incrementAndGet();
    if (problem == null) {
      log.error(
          "{} revision {} not written; raises are refused, lowerings take effect and are written"
              + " once the disk accepts them",
          revision.model(),
          revision.number(),
          cause);
    }
    problem = "journal: " + cause.getMessage();
  }
}
