package dev.serin.journal;

import dev.serin.control.Revision;
import java.util.List;
import java.util.Optional;

/**
 * What a journal holds.
 *
 * @param revisions the longest beginning that is whole, oldest first
 * @param length of that beginning in bytes
 * @param damage what comes behind it, if anything does
 */
public record Scan(List<Revision> revisions, long length, Optional<Damage> damage) {
  /** Copies the list. */
  public Scan {
    revisions = List.copyOf(revisions);
  }
}
