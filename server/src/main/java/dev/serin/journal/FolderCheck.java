package dev.serin.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Distinguishes an incomplete state folder from a new one: taken for a first start, the former
 * would undo every decision.
 */
final class FolderCheck {
  private final Path folder;

  FolderCheck(Path folder) {
    this.folder = folder;
  }

  /** Returns the problem if the journal is missing or empty beside other state. */
  Optional<String> journal() throws IOException {
    var journal = folder.resolve(Journal.FILE);
    if (!isEmpty(journal)) {
      return Optional.empty();
    }
    return other()
        .map(other -> journal + " is " + (Files.exists(journal) ? "empty" : "missing")
            + " beside " + other.getFileName()
            + " (expected: the journal of this folder; restore it from a backup, or `./serin journal"
            + " repair " + folder
            + "` starts a new one: then each model needs its split in serin.yaml)");
  }

  /** Returns the problem if the file of versions is missing or empty beside a journal. */
  Optional<String> versions() throws IOException {
    var versions = folder.resolve(FileAdmitted.FILE);
    if (!isEmpty(versions) || isEmpty(folder.resolve(Journal.FILE))) {
      return Optional.empty();
    }
    return Optional.of(versions + " is " + (Files.exists(versions) ? "empty" : "missing")
        + " beside " + Journal.FILE + " (expected: the hashes of the versions that were loaded;"
        + " restore it from a backup, or `./serin journal repair " + folder
        + "` starts a new one from the current files: check that they are the right ones)");
  }

  /** Whether the folder shows that a gateway ever decided anything here. */
  boolean isState() throws IOException {
    return Files.exists(folder.resolve(Journal.FILE)) || other().isPresent();
  }

  private Optional<Path> other() throws IOException {
    for (var name : List.of(EvidenceFile.FILE, ShutdownFile.FILE, Conversion.BACKUP)) {
      if (Files.exists(folder.resolve(name))) {
        return Optional.of(folder.resolve(name));
      }
    }
    var versions = folder.resolve(FileAdmitted.FILE);
    if (FileAdmitted.hasVersions(versions)) {
      return Optional.of(versions);
    }
    return LabelFiles.any(folder);
  }

  /**
   * Whether a file lacks a complete first line; one without its line break was never acknowledged.
   */
  private static boolean isEmpty(Path file) throws IOException {
    return Files.notExists(file) || Lines.firstEnd(Files.readAllBytes(file)) < 0;
  }
}
