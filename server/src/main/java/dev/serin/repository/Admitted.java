package dev.serin.repository;

import static java.util.Objects.requireNonNull;

import dev.serin.model.VersionId;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The durable record of the files of each version when it first became READY. Confined to the
 * repository thread.
 */
public interface Admitted {
  /** All versions that were ever READY, each with the SHA-256 of its files in hexadecimal. */
  Map<VersionId, String> versions();

  /** The SHA-256, in hexadecimal, of the files of a version, if it was ever READY. */
  default Optional<String> sha256(VersionId id) {
    return Optional.ofNullable(versions().get(id));
  }

  /**
   * Records the files of a version, unless some are recorded already.
   *
   * @throws IOException if the record could not be written; nothing is recorded then
   */
  void admit(VersionId id, String sha256) throws IOException;

  /**
   * Replaces the recorded files of a version.
   *
   * @throws IOException if the record could not be written; the former one stands then
   */
  void accept(VersionId id, String sha256, Acceptance by) throws IOException;

  /** Who accepted other files for a version, why, and when. */
  record Acceptance(String author, String reason, Instant at) {
    /** Checks that the parts are there. */
    public Acceptance {
      requireNonNull(author, "author");
      requireNonNull(reason, "reason");
      requireNonNull(at, "at");
    }
  }

  /** Returns a record in memory only. */
  static Admitted inMemory() {
    return new Admitted() {
      private final Map<VersionId, String> versions = new HashMap<>();

      @Override
      public Map<VersionId, String> versions() {
        return versions;
      }

      @Override
      public void admit(VersionId id, String sha256) {
        versions.putIfAbsent(id, sha256);
      }

      @Override
      public void accept(VersionId id, String sha256, Acceptance by) {
        versions.put(id, sha256);
      }
    };
  }
}
