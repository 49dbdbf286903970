package dev.serin.repository;

import dev.serin.model.VersionId;
import java.io.IOException;
import java.util.Optional;

/**
 * Remembers, for good, which file each version was when it first became READY. Confined to the
 * repository thread.
 */
public interface Admitted {
  /** The SHA-256, in hexadecimal, of the file that a version was first, if it ever was READY. */
  Optional<String> sha256(VersionId id);

  /**
   * Remembers which file a version is; once remembered it stays, whatever is said later.
   *
   * @throws IOException if that could not be put on disk; it is not remembered then
   */
  void admit(VersionId id, String sha256) throws IOException;

  /** Returns one that remembers nothing. */
  static Admitted nothing() {
    return new Admitted() {
      @Override
      public Optional<String> sha256(VersionId id) {
        return Optional.empty();
      }

      @Override
      public void admit(VersionId id, String sha256) {
        // Nobody will ask.
      }
    };
  }
}
