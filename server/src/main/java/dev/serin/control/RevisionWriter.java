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
 * Makes a revision take effect and puts it on disk, in the order that its kind asks for: a raise is
 * on disk before it takes effect; anything else takes effect first, and stands if the disk refuses.
 *
 * <p>Confined to the control thread, but for {@link #problem} and {@link #refusals}.
 */
final class RevisionWriter {
  private static final Logger log = LoggerFactory.getLogger(RevisionWriter.class);

  private final StateStore store;
  /** Revisions in effect that are not on disk yet, oldest first. */
  private final Deque<Revision> unwritten = new ArrayDeque<>();

  private final AtomicLong refusals = new AtomicLong();
  private volatile @Nullable String problem;

  RevisionWriter(StateStore store) {
    this.store = store;
  }

  /** Throws {@link ChangeRefusedException} if a raise cannot be written. */
  void accept(Revision revision, boolean raise, Consumer<Revision> effect) {
    if (raise) {
      if (!flush() || !append(revision)) {
        throw new ChangeRefusedException(
            Kind.STORAGE, problem + " (expected: a disk that takes a raise before its effect)");
      }
      effect.accept(revision);
    } else {
      effect.accept(revision);
      unwritten.addLast(revision);
      flush();
    }
  }

  /** Writes what is in effect and not on disk yet; returns whether nothing of it is left. */
  boolean flush() {
    while (!unwritten.isEmpty()) {
      if (!append(unwritten.getFirst())) {
        return false;
      }
      unwritten.removeFirst();
    }
    return true;
  }

  /** What the disk said, if it refused the last revision it was given. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** How often the disk refused a revision. */
  long refusals() {
    return refusals.get();
  }

  private boolean append(Revision revision) {
    try {
      store.append(revision);
    } catch (IOException e) {
      refused(revision, e);
      return false;
    }
    if (problem != null) {
      log.info("the journal takes revisions again");
      problem = null;
    }
    return true;
  }

  private void refused(Revision revision, IOException cause) {
    refusals.incrementAndGet();
    if (problem == null) {
      log.error(
          "{} revision {} could not be written; raises are refused, lowerings take effect and are"
              + " written as soon as the disk takes them",
          revision.model(),
          revision.number(),
          cause);
    }
    problem = "journal: " + cause.getMessage();
  }
}
