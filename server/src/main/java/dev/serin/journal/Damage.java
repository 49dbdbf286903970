package dev.serin.journal;

import dev.serin.control.Revision;
import java.util.List;

/**
 * The place where a journal can no longer be trusted.
 *
 * @param line of the file, from 1, with which it begins
 * @param reason why that line is not the next revision
 * @param torn whether it can be the rest of a write that was cut short: one line at the very end
 * @param lines how many lines the file has from there on
 * @param readable the revisions among those lines
 */
public record Damage(int line, String reason, boolean torn, int lines, List<Revision> readable) {
  /** Copies the list. */
  public Damage {
    readable = List.copyOf(readable);
  }
}
