package dev.serin.repository;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** What a version's folder looks like from outside; equal looks mean that nothing changed. */
sealed interface Look {
  /** There is no such folder. */
  record Gone() implements Look {}

  /** There is no file that can be read. */
  record Unusable(String reason) implements Look {}

  /**
   * There is a file.
   *
   * @param path without symbolic links
   * @param key what tells the file from another one of the same name, where the system knows it
   */
  record File(Path path, long size, FileTime modified, String key) implements Look {}
}
