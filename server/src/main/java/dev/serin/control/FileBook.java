package dev.serin.control;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The splits of the configuration file, and why some of them were refused. Confined to the control
 * thread.
 */
final class FileBook {
  private static final Logger log = LoggerFactory.getLogger(FileBook.class);

  private final Map<String, Refusal> refusals = new HashMap<>();
  private Map<String, FileSplit> splits = Map.of();

  /** Takes the present content of the file. */
  void read(Map<String, FileSplit> splits) {
    this.splits = Map.copyOf(splits);
    refusals.keySet().retainAll(this.splits.keySet());
  }

  Set<String> models() {
    return splits.keySet();
  }

  Optional<FileSplit> split(String model) {
    return Optional.ofNullable(splits.get(model));
  }

  /** Returns the file's split of a model, if no revision has taken it into account yet. */
  Optional<FileSplit> unseen(Revision current) {
    return split(current.model()).filter(file -> !file.hash().equals(current.fileHash()));
  }

  /** Returns the hash of the file's split, which a change of this revision supersedes. */
  String hash(Revision current) {
    return unseen(current).map(FileSplit::hash).orElse(current.fileHash());
  }

  /** Records why a split of the file is not in force; logs it once per change of the file. */
  void refused(String model, FileSplit file, String reason) {
    var before = refusals.put(model, new Refusal(file.hash(), reason));
    if (before == null || !before.hash().equals(file.hash())) {
      log.warn("{}: the split of {} is refused: {}", file.author(), model, reason);
    }
  }

  void accepted(String model) {
    refusals.remove(model);
  }

  /** Returns a note for operators on the file's split of a model; empty if it is in force. */
  Optional<String> note(String model, Optional<Revision> current) {
    var file = splits.get(model);
    if (file == null) {
      return Optional.empty();
    }
    var refusal = refusals.get(model);
    boolean pending = current.isEmpty() || unseen(current.get()).isPresent();
    if (refusal != null && pending) {
      return Optional.of(
          file.author() + ": its split " + file.split() + " is refused: " + refusal.reason());
    }
    return current
        .filter(revision -> !raising(revision))
        .filter(revision -> differ(file, revision))
        .map(revision -> file.author() + " says " + file.split() + ", in force is "
            + revision.split() + " with stable " + revision.stable() + " since a later change");
  }

  /** Whether a rollout decides the split; it does until its candidate is stable. */
  private static boolean raising(Revision revision) {
    return revision.activeRollout().filter(rollout -> !rollout.promoted()).isPresent();
  }

  private static boolean differ(FileSplit file, Revision revision) {
    return !file.split().equals(revision.split())
        || (file.stable() != null && file.stable() != revision.stable());
  }

  /** The reason why the split with this hash is not in force. */
  private record Refusal(String hash, String reason) {}
}
