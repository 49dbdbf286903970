package dev.serin.journal;

import dev.serin.control.Revision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a repair did.
 *
 * @param removed how many damaged lines it removed
 * @param after what the journal holds now
 * @param copy where the whole journal was kept; empty if there was nothing to repair in it
 * @param versions what happened to the file of versions, in words; empty if nothing did
 */
public record Repair(int removed, Scan after, Optional<Path> copy, Optional<String> versions) {
  /** The revision now in force, by model. */
  public SortedMap<String, Revision> inForce() {
    var last = new TreeMap<String, Revision>();
    after.revisions().forEach(revision -> last.put(revision.model(), revision));
    return last;
  }

  /** What somebody should look at before the next start; empty if there was nothing to repair. */
  public List<String> warnings() {
    var warnings = new ArrayList<String>(versions.stream().toList());
    if (copy.isEmpty()) {
      return warnings;
    }
    warnings.add("lines removed: " + removed + "; what they changed is not known");
    inForce().values().forEach(revision -> {
      if (revision.activeRollout().isPresent()) {
        warnings.add(revision.model()
            + ": the rollout starts paused, with its candidate at 0; `./serin rollout resume "
            + revision.model() + "` or `abort` after a look");
      } else if (revision.split().versions().size() > 1) {
        warnings.add(revision.model() + ": revision " + revision.number() + " is in force with "
            + revision.split() + "; a later one may have been removed");
      }
    });
    if (inForce().isEmpty()) {
      warnings.add("no revision is left; the next start decides as if it were the first one");
    }
    after
        .damage()
        .ifPresent(damage ->
            warnings.add("line " + damage.line() + " " + damage.reason() + "; it was kept"));
    return warnings;
  }
}
