package dev.serin.judge;

import dev.serin.gate.Trial;
import dev.serin.model.Role;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The latest sharings of one model, by revision: which version was stable when a call was routed.
 * Guarded as {@link ModelJudge}.
 */
final class Sharings {
  /** Calls of older revisions than that have ended. */
  private static final int REVISIONS = 16;

  private final NavigableMap<Long, Sharing> revisions = new TreeMap<>();
  private @Nullable Sharing newest;

  /** Adds the sharing of a new revision; the oldest one is forgotten. */
  void add(Sharing sharing) {
    newest = sharing;
    revisions.put(sharing.revision(), sharing);
    while (revisions.size() > REVISIONS) {
      revisions.pollFirstEntry();
    }
  }

  /** The sharing that was added last. */
  Optional<Sharing> newest() {
    return Optional.ofNullable(newest);
  }

  /** The trial under way, if there is one. */
  Optional<Trial> trial() {
    return newest().flatMap(Sharing::trial);
  }

  /** Whether the trial under way is the one of this id. */
  boolean inTrial(String id) {
    return trial().filter(trial -> trial.id().equals(id)).isPresent();
  }

  /** The sharing in force under a revision; empty if it is forgotten. */
  Optional<Sharing> at(long revision) {
    if (newest != null && revision == newest.revision()) {
      return Optional.of(newest);
    }
    var entry = revisions.floorEntry(revision);
    return entry == null ? Optional.empty() : Optional.of(entry.getValue());
  }

  /** The role of a version under a revision; stable if the revision is forgotten. */
  Role role(long revision, long version) {
    return at(revision)
        .map(sharing -> sharing.stable() == version ? Role.STABLE : Role.CANARY)
        .orElse(Role.STABLE);
  }
}
