package dev.serin.control;

import java.util.Optional;

/** Is told each revision of each model when it takes effect, on the control thread. */
@FunctionalInterface
public interface RevisionListener {
  /** Ignores all revisions. */
  RevisionListener NONE = (before, after) -> {};

  /** Must not block; the first revision of a model has none before. */
  void changed(Optional<Revision> before, Revision after);
}
