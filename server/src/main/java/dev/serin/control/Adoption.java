package dev.serin.control;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts revisions in force. Confined to the control thread. */
final class Adoption {
  private static final Logger log = LoggerFactory.getLogger(Adoption.class);

  private final RevisionHistory history;
  private final Routes routes;
  private final RevisionWriter writer;
  private final Watchers watchers;

  Adoption(RevisionHistory history, Routes routes, RevisionWriter writer, Watchers watchers) {
    this.history = history;
    this.routes = routes;
    this.writer = writer;
    this.watchers = watchers;
  }

  /**
   * Stores a revision and puts it in force.
   *
   * @param raise whether it must be stored first; throws {@link ChangeRefusedException} if it
   *     cannot be
   */
  void adopt(Revision next, boolean raise) {
    writer.accept(next, history.number(next.model()), raise, this::follow);
  }

  /**
   * Puts a stored revision in force, unless that one or a later one already is; returns whether it
   * did.
   */
  boolean follow(Revision revision) {
    var before = history.current(revision.model());
    if (revision.number() <= history.number(revision.model())) {
      return false;
    }
    history.add(revision);
    routes.publish(revision);
    watchers.tell(before, revision);
    log.info(
        "{} revision {}: {} with stable {} by {}: {}",
        revision.model(),
        revision.number(),
        revision.split(),
        revision.stable(),
        revision.author(),
        revision.reason());
    return true;
  }
}
