package dev.serin.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners for revisions of each model. Confined to the control thread. */
final class Watchers {
  private static final Logger log = LoggerFactory.getLogger(Watchers.class);

  private final Map<String, List<Consumer<Revision>>> listeners = new HashMap<>();
  private final RevisionListener always;

  /** Tells this listener of all models, besides those that watch a single one. */
  Watchers(RevisionListener always) {
    this.always = always;
  }

  void add(String model, Consumer<Revision> listener) {
    listeners.computeIfAbsent(model, name -> new ArrayList<>()).add(listener);
  }

  void remove(String model, Consumer<Revision> listener) {
    listeners.computeIfPresent(model, (name, list) -> {
      list.remove(listener);
      return list.isEmpty() ? null : list;
    });
  }

  void tell(Optional<Revision> before, Revision revision) {
    tell(after -> always.changed(before, after), revision);
    listeners
        .getOrDefault(revision.model(), List.of())
        .forEach(listener -> tell(listener, revision));
  }

  /** Tells one listener; one that throws is logged and affects no other. */
  static void tell(Consumer<Revision> listener, Revision revision) {
    try {
      listener.accept(revision);
    } catch (RuntimeException e) {
      log.warn("a listener failed on {} revision {}", revision.model(), revision.number(), e);
    }
  }
}
