package dev.serin.repository;

import dev.serin.model.LoadedVersion;
import dev.serin.model.ModelSettings;
import dev.serin.model.VersionId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * Some files end the process that loads them, and would end each later process too. So the files
 * being loaded are recorded on disk, and files whose load ended the process are held back: after
 * one end if they were never loaded before, else after two in a row, because something else may
 * have been the cause.
 */

/**
 * Loads files, except those that have ended the process before. Confined to the repository thread.
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

  /** How often in a row the process ended while loading these files; 0 if they are unknown. */
  int ended(Optional<String> sha256) {
    return sha256.map(record::ended).orElse(0);
  }

  /**
   * Returns why files are held back; nothing if they may be loaded.
   *
   * @param known whether they were loaded before
   */
  Optional<String> heldBack(Content content, boolean known) {
    int ended = record.ended(content.sha256());
    return ended < (known ? 2 : 1)
        ? Optional.empty()
        : Optional.of("the gateway died " + ended + " time"
            + (ended == 1 ? "" : "s")
            + " in a row while loading these files and does not retry by itself (expected: other"
            + " files under a new number; `./serin models retry` loads these again)");
  }

  /**
   * Loads a version, checks it and warms it up. Throws if it cannot be served.
   *
   * @param folder its folder in the repository, if it is still there
   * @param settings those of its model
   */
  LoadedVersion load(VersionId id, Content content, @Nullable Path folder, ModelSettings settings)
      throws RejectedException {
    note(() -> record.begin(content.sha256()));
    try {
      return admission.admit(id, content, folder, settings);
    } finally {
      note(() -> record.end(content.sha256()));
    }
  }

  /** Continues without a record that cannot be written: a full disk must not stop serving. */
  private void note(Note note) {
    try {
      note.make();
    } catch (IOException e) {
      complaints.add("the record of files being loaded could not be written: " + e.getMessage());
    }
  }

  private interface Note {
    void make() throws IOException;
  }
}
