package dev.serin.journal;

import dev.serin.control.Revision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The result of a repair.
 *
 * @param changed whether anything was damaged or missing
 * @param removed how many damaged lines it removed
 * @param after the content of the journal now
 * @param copy of the original journal; empty if there was none, or nothing to repair
 * @param versions what happened to the file of versions, as text; empty if it was not changed
 */
public record Repair(
    boolean changed, int removed, Scan after, Optional<Path> copy, Optional<String> versions) {
  /** The revision now in force, by model. */
  public SortedMap<String, Revision> inForce() {
    var last = new TreeMap<String, Revision>();
    after.revisions().forEach(revision -> last.put(revision.model(), revision));
    return last;
  }

  /**
   * Returns what the operator should check before the next start; empty if nothing was repaired.
   */
  public List<String> warnings() {
    var warnings = new ArrayList<String>(versions.stream().toList());
    if (removed > 0) {
      warnings.add("damaged lines removed: " + removed + "; their changes are unknown");
    }
    if (changed) {
      inForce().values().forEach(revision -> doubt(revision).ifPresent(warnings::add));
    }
    if (removed > 0 || (changed && inForce().isEmpty())) {
      warnings.add("a model without a revision in the journal is not served until its split is in"
          + " serin.yaml, such as `split: {1: 1}`");
    }
    remaining().ifPresent(warnings::add);
    return warnings;
  }

  /** The problem that still prevents a gateway from starting; empty if none does. */
  public Optional<String> remaining() {
    return after
        .damage()
        .map(damage -> "line " + damage.line() + " " + damage.reason()
            + "; it was kept, and prevents a gateway of this release from starting");
  }

  private static Optional<String> doubt(Revision revision) {
    if (revision.activeRollout().isPresent()) {
      return Optional.of(revision.model()
          + ": the rollout starts paused, with its candidate at 0; check it, then "
          + "`./serin rollout resume "
          + revision.model() + "` or `abort`");
    }
    return revision.split().versions().size() == 1
        ? Optional.empty()
        : Optional.of(revision.model() + ": revision " + revision.number() + " gave "
            + revision.split() + "; it starts with all users at version " + revision.stable()
            + "; check it, then restore the split with `./serin split set`");
  }
}
