package dev.serin.control;

import dev.serin.access.Author;
import dev.serin.gate.Moment;
import dev.serin.split.Split;
import org.jspecify.annotations.Nullable;

/** A proposed split, from a caller, the file or a rollout. */
record Proposal(
    Split split,
    @Nullable Long stable,
    boolean force,
    Moment at,
    Author author,
    String reason,
    String fileHash) {

  static Proposal of(SetSplit change, Moment at, String fileHash) {
    return new Proposal(
        change.split(),
        change.stable(),
        change.force(),
        at,
        change.author(),
        change.reason(),
        fileHash);
  }

  /** Proposes to keep the split in force. */
  static Proposal unchanged(Revision current, Moment at, Author author, String reason) {
    return new Proposal(
        current.split(), current.stable(), false, at, author, reason, current.fileHash());
  }

  static Proposal of(FileSplit file, Moment at) {
    return new Proposal(
        file.split(), file.stable(), false, at, file.author(), file.reason(), file.hash());
  }
}
