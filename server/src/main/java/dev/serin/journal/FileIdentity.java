package dev.serin.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a file when it was opened. An open file that was deleted or replaced takes writes
 * that will never be read.
 *
 * @param key what the file system tells files apart by; null where it does not
 */
record FileIdentity(@Nullable Object key) {
  static FileIdentity of(Path file) throws IOException {
    return new FileIdentity(
        Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }

  /** Throws if the name stands for another file now, or for none. */
  void check(Path file) throws IOException {
    Object now;
    try {
      now = of(file).key();
    } catch (NoSuchFileException e) {
      throw new IOException(
          file
              + " was moved or deleted while in use (expected: the file that was opened at the start;"
              + " put it back, or stop the gateway: what is decided now is lost at the next start)",
          e);
    }
    if (!Objects.equals(now, key)) {
      throw new IOException(
          file + " was replaced while in use (expected: the file that was opened at the start; put"
              + " that one back, or stop the gateway: what is decided now is lost at the next start)");
    }
  }
}
