package dev.serin.repository;

import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * Some files end the process that loads them, and would end each one after it. So it is on disk what
 * is being loaded, and files that were being loaded at the end are held back: after one end if they
 * never could be loaded, else after two in a row, for then something else may have been the cause.
 */

/**
 * Loads files, but does not load those again by itself that ended the process. Confined to the
 * repository thread.
 */
final class Loading {
  private final Admission admission;
  private final LoadRecord record;
  private final Complaints complaints;

  Loading(Admission admission, LoadRecord record, Complaints complaints) {
    this.admission = admission;
    this.record = record;
    this.complaints = complaints;
  }

  /** How often in a row the process ended while it loaded these files; 0 if they are unknown. */
  int ended(Optional<String> sha256) {
    return sha256.map(record::ended).orElse(0);
  }

  /**
   * Returns why files are not loaded; nothing if they may be.
   *
   * @param known whether they could be loaded once
   */
  Optional<String> heldBack(Content content, boolean known) {
    int ended = record.ended(content.sha256());
    return ended < (known ? 2 : 1)
        ? Optional.empty()
        : Optional.of("the gateway ended while it loaded these files, " + ended + " time"
            + (ended == 1 ? "" : "s")
            + " in a row, and does not load them again by itself (expected: other files under a new"
            + " number; `./serin models retry` tries these again)");
  }

  /**
   * Loads a version, checks it and warms it up. Throws if it cannot be served.
   *
   * @param folder where it lies in the repository, if it still does
   */
  LoadedVersion load(VersionId id, Content content, @Nullable Path folder)
      throws RejectedException {
    note(() -> record.begin(content.sha256()));
    try {
      return admission.admit(id, content, folder);
    } finally {
      note(() -> record.end(content.sha256()));
    }
  }

  /** Does without a note that cannot be made: a full disk is no reason to serve nobody. */
  private void note(Note note) {
    try {
      note.make();
    } catch (IOException e) {
      complaints.add("which files are being loaded could not be noted: " + e.getMessage());
    }
  }

  private interface Note {
    void make() throws IOException;
  }
}
