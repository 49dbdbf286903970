package dev.serin.control;

import dev.serin.split.Split;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A split that somebody asks for, from wherever it came. */
record Proposal(
    Split split,
    @Nullable Long stable,
    boolean force,
    Instant time,
    String author,
    String reason,
    String fileHash) {

  static Proposal of(SetSplit change, Instant time, String fileHash) {
    return new Proposal(
        change.split(),
        change.stable(),
        change.force(),
        time,
        change.author(),
        change.reason(),
        fileHash);
  }

  static Proposal of(FileSplit file, Instant time) {
    return new Proposal(
        file.split(), file.stable(), false, time, file.author(), file.reason(), file.hash());
  }
}
