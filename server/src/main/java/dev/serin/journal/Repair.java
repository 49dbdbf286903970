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
 * @param after what the journal holds now
 * @param copy where the whole journal was kept; empty if there was none, or nothing to repair
 * @param versions what happened to the file of versions, in words; empty if nothing did
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
      warnings.add("damaged lines removed: " + removed + "; what they changed is not known");
    }
    if (changed) {
      inForce().values().forEach(revision -> doubt(revision).ifPresent(warnings::add));
    }
    if (removed > 0 || (changed && inForce().isEmpty())) {
      warnings.add(
          "a model without a revision in the journal is not served before its split stands in"
              + " serin.yaml, such as `split: {1: 1}`");
    }
    remaining().ifPresent(warnings::add);
    return warnings;
  }

  /** What still keeps a gateway from starting; empty if nothing does. */
  public Optional<String> remaining() {
    return after
        .damage()
        .map(damage -> "line " + damage.line() + " " + damage.reason()
            + "; it was kept, and a gateway of this release does not start with it");
  }

  private static Optional<String> doubt(Revision revision) {
    if (revision.activeRollout().isPresent()) {
      return Optional.of(revision.model()
          + ": the rollout starts paused, with its candidate at 0; `./serin rollout resume "
          + revision.model() + "` or `abort` after a look");
    }
    return revision.split().versions().size() == 1
        ? Optional.empty()
        : Optional.of(revision.model() + ": revision " + revision.number() + " gave "
            + revision.split() + "; it starts with all users at version " + revision.stable()
            + ", and `./serin split set` gives them back after a look");
  }
}
