package dev.serin.journal;

import dev.serin.control.Revision;
import dev.serin.split.Share;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a repair did.
 *
 * @param before what the journal held
 * @param copy where the whole file was kept; empty if there was nothing to repair
 */
public record Repair(Scan before, Optional<Path> copy) {

  /** The revision now in force, by model. */
  public SortedMap<String, Revision> inForce() {
    return last(before.revisions());
  }

  /** What somebody should look at before the next start; empty if there was nothing to repair. */
  public List<String> warnings() {
    var warnings = new ArrayList<String>();
    before.damage().ifPresent(damage -> {
      int unreadable = damage.lines() - damage.readable().size();
      if (unreadable > 0) {
        warnings.add(unreadable + " of the dropped lines cannot be read; what they changed is not"
            + " known");
      }
      last(damage.readable()).values().forEach(dropped -> warn(dropped, warnings));
    });
    return warnings;
  }

  private void warn(Revision dropped, List<String> warnings) {
    var name = dropped.model() + " revision " + dropped.number() + " (" + dropped.split() + ", by "
        + dropped.author() + ": " + dropped.reason() + ")";
    warnings.add(name + " is dropped");
    var kept = inForce().get(dropped.model());
    if (kept == null) {
      warnings.add(dropped.model()
          + ": no revision is left; the next start decides as if it were the first one");
      return;
    }
    for (long version : kept.split().versions()) {
      var again = share(kept, version);
      if (version != kept.stable() && again.compareTo(share(dropped, version)) > 0) {
        warnings.add(dropped.model() + ": version " + version + " has " + again
            + " of the users again; " + name + " had given it " + share(dropped, version));
      }
    }
  }

  private static Share share(Revision revision, long version) {
    return revision.absent().contains(version) ? Share.ZERO : revision.split().share(version);
  }

  private static SortedMap<String, Revision> last(List<Revision> revisions) {
    var last = new TreeMap<String, Revision>();
    revisions.forEach(revision -> last.put(revision.model(), revision));
    return last;
  }
}
