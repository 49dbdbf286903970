package dev.serin.repository;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

/** The visible state of a version's folder; two equal looks mean that nothing changed. */
sealed interface Look {
  /** There is no such folder, or it does not count. */
  record Gone(String reason) implements Look {}

  /** There is no readable model. */
  record Unusable(String reason) implements Look {}

  /**
   * There is a model.
   *
   * @param folder its path without symbolic links
   * @param parts all files below it, in the order of their paths
   */
  record Files(Path folder, List<Part> parts) implements Look {
    public Files {
      parts = List.copyOf(parts);
    }

    Optional<Part> part(String path) {
      return parts.stream().filter(part -> part.path().equals(path)).findFirst();
    }
  }

  /**
   * A file.
   *
   * @param path relative to the version's folder, with slashes
   * @param key distinguishes the file from another one of the same name, where the system can
   */
  record Part(String path, long size, FileTime modified, String key) {}
}
