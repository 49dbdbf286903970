package dev.serin.control;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes revisions take effect. Confined to the control thread. */
final class Adoption {
  private static final Logger log = LoggerFactory.getLogger(Adoption.class);

  private final Ledger ledger;
  private final Routes routes;
  private final RevisionWriter writer;
  private final Watchers watchers;

  Adoption(Ledger ledger, Routes routes, RevisionWriter writer, Watchers watchers) {
    this.ledger = ledger;
    this.routes = routes;
    this.writer = writer;
    this.watchers = watchers;
  }

  /**
   * Makes a revision the one in force.
   *
   * @param raise whether it must be on disk before; throws {@link ChangeRefusedException} if it
   *     cannot be
   */
  void adopt(Revision next, boolean raise) {
    var before = ledger.current(next.model());
    writer.accept(next, raise, revision -> {
      ledger.add(revision);
      routes.publish(revision);
      watchers.tell(before, revision);
    });
    log.info(
        "{} revision {}: {} with stable {} by {}: {}",
        next.model(),
        next.number(),
        next.split(),
        next.stable(),
        next.author(),
        next.reason());
  }
}
