package dev.serin.repository;

import dev.serin.model.LoadedVersion;
import dev.serin.model.ModelSettings;
import dev.serin.model.ProcessEndedException;
import dev.serin.model.VersionId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/*
 * Some files end the process that loads them, and would end each later process too. So the files
 * being loaded are recorded on disk, and files whose load ended the process are held back: after
 * one end if they were never loaded before, else after two in a row, because something else may
 * have been the cause.
 *
 * Where there are workers, files that were never loaded are first loaded and run in one. Then only
 * files that did well there can end the gateway's process.
 */

/**
 * Loads files, except those that have ended the process before. Confined to the repository thread.
 */
final class Loading {
  private static final String AGAIN =
      " are not tried again by themselves (expected: other files under a"
          + " new number; `./serin models retry` tries these again)";

  private final Admission admission;
  private final Optional<InWorkers> workers;
  private final LoadRecord record;
  private final Complaints complaints;

  /** What loads into processes that may end: to see whether that can be done, and to serve. */
  private record InWorkers(Admission trial, Admission serving) {}

  private Loading(
      Admission admission, Optional<InWorkers> workers, LoadRecord record, Complaints complaints) {
    this.admission = admission;
    this.workers = workers;
    this.record = record;
    this.complaints = complaints;
  }

  static Loading of(
      Repository.Loaders loaders,
      LoadRecord record,
      GivenInputs warmUp,
      LongSupplier ticker,
      Complaints complaints) {
    return new Loading(
        new Admission(loaders.here(), warmUp, false, ticker),
        loaders
            .workers()
            .map(workers -> new InWorkers(
                new Admission(workers.trial(), warmUp, false, ticker),
                new Admission(workers.serving(), warmUp, true, ticker))),
        record,
        complaints);
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
    var first = record.first(content.sha256()).filter(result -> !result.passed());
    if (first.isPresent()) {
      return first.map(LoadRecord.FirstLoad::problem).map(Loading::notAgain);
    }
    int ended = record.ended(content.sha256());
    return ended < (known ? 2 : 1)
        ? Optional.empty()
        : Optional.of("the gateway died " + ended + " time"
            + (ended == 1 ? "" : "s")
            + " in a row while loading these files, which" + AGAIN);
  }

  /**
   * Loads a version, checks it and warms it up. Throws if it cannot be served.
   *
   * @param folder its folder in the repository, if it is still there
   * @param settings those of its model
   * @param known whether its files were loaded before, by whatever version of ONNX Runtime
   * @param isolated whether it is to serve from a process of its own
   */
  LoadedVersion load(
      VersionId id,
      Content content,
      @Nullable Path folder,
      ModelSettings settings,
      boolean known,
      boolean isolated)
      throws RejectedException {
    tryFirst(id, content, folder, settings, known);
    if (isolated) {
      return workers.orElseThrow().serving().admit(id, content, folder, settings);
    }
    note(() -> record.begin(content.sha256()));
    try {
      return admission.admit(id, content, folder, settings);
    } finally {
      note(() -> record.end(content.sha256()));
    }
  }

  /** Whether files can be loaded into a process, and run there. */
  boolean passed(Content content) {
    return record.first(content.sha256()).filter(LoadRecord.FirstLoad::passed).isPresent();
  }

  /** Sees whether files that were never loaded can be. Throws if they cannot. */
  void tryFirst(
      VersionId id, Content content, @Nullable Path folder, ModelSettings settings, boolean known)
      throws RejectedException {
    if (workers.isPresent() && !passed(content)) {
      loadFirst(
          () -> workers.get().trial().admit(id, content, folder, settings),
          content.sha256(),
          known);
    }
  }

  /**
   * Loads files into a worker and runs them there. Throws if they cannot be served; but known files
   * must not depend on whether this machine can start a process.
   */
  private void loadFirst(First load, String sha256, boolean known) throws RejectedException {
    try {
      load.make().retire();
      note(() -> record.first(sha256, LoadRecord.FirstLoad.PASSED));
    } catch (RejectedException e) {
      var crash = crash(e);
      if (crash.isPresent()) {
        note(() -> record.first(sha256, new LoadRecord.FirstLoad(crash.get())));
        throw new RejectedException(notAgain(crash.get()), e);
      }
      if (!known) {
        throw e;
      }
      complaints.add("known files could not be tried in a process of their own: " + e.getMessage());
    }
  }

  private static Optional<String> crash(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProcessEndedException ended && ended.crashed()) {
        return Optional.of(String.valueOf(cause.getMessage()));
      }
    }
    return Optional.empty();
  }

  private static String notAgain(String problem) {
    return "tried in a process of its own: " + problem + "; these files" + AGAIN;
  }

  /** Continues without a record that cannot be written: a full disk must not stop serving. */
  private void note(Note note) {
    try {
      note.make();
    } catch (IOException e) {
      complaints.add("the record of files being loaded could not be written: " + e.getMessage());
    }
  }

  private interface First {
    LoadedVersion make() throws RejectedException;
  }

  private interface Note {
    void make() throws IOException;
  }
}
