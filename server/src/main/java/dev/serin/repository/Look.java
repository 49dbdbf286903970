package dev.serin.repository;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

/** What a version's folder looks like from outside; equal looks mean that nothing changed. */
sealed interface Look {
  /** There is no such folder. */
  record Gone() implements Look {}

  /** There is no model that can be read. */
  record Unusable(String reason) implements Look {}

  /**
   * There is a model.
   *
   * @param folder without symbolic links
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
   * @param key what tells the file from another one of the same name, where the system knows it
   */
  record Part(String path, long size, FileTime modified, String key) {}
}
