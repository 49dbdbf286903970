package dev.serin.control;

import dev.serin.access.Author;
import dev.serin.split.Split;
import org.jspecify.annotations.Nullable;

/**
 * The split that the configuration file says for one model.
 *
 * @param stable the version that is to be stable, or null for the rule of {@link Split#stable}
 * @param hash of the split's text; equal as long as that part of the file is
 */
public record FileSplit(
    Split split, @Nullable Long stable, String hash, Author author, String reason) {
  /** Checks that a version named stable has a share. */
  public FileSplit {
    long unused = split.stable(stable, null);
  }
}
