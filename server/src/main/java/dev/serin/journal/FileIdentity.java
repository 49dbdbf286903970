package dev.serin.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a file when it was opened. An open file that was deleted or replaced accepts
 * writes that will never be read.
 *
 * @param key the file system's identity of the file; null if it has none
 */
record FileIdentity(@Nullable Object key) {
  static FileIdentity of(Path file) throws IOException {
    return new FileIdentity(
        Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }

  /** Throws if the name now refers to another file, or to none. */
  void check(Path file) throws IOException {
    Object now;
    try {
      now = of(file).key();
    } catch (NoSuchFileException e) {
      throw new IOException(
          file
              + " was moved or deleted while in use (expected: the file that was opened at the start;"
              + " put it back, or stop the gateway: decisions made now are lost at the next start)",
          e);
    }
    if (!Objects.equals(now, key)) {
      throw new IOException(
          file + " was replaced while in use (expected: the file that was opened at the start; put"
              + " that one back, or stop the gateway: decisions made now are lost at the next start)");
    }
  }
}
