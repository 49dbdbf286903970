package dev.serin.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Operations on files and their names on disk. */
final class Folders {
  private Folders() {}

  /** Forces to disk that a file is in its folder, or no longer is. */
  static void force(Path file) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /**
   * Writes a file with this content to disk and replaces the former one: after a failure or a crash
   * the file is completely the old one or the new one.
   */
  static void replace(Path file, byte[] content) throws IOException {
    var next = file.resolveSibling(file.getFileName() + ".new");
    try {
      write(next, content);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      force(file);
    } catch (IOException e) {
      delete(next, e);
      throw new IOException(file + " could not be written: " + e, e);
    }
  }

  /** Returns the first unused name that consists of this one, the suffix and a number from 1. */
  static Path free(Path file, String suffix) {
    int number = 1;
    Path free;
    do {
      free = file.resolveSibling(file.getFileName() + suffix + number++);
    } while (Files.exists(free));
    return free;
  }

  /** Moves a file aside, and returns a text that says where it is. */
  static String aside(Path file) {
    try {
      var aside = free(file, ".damaged-");
      Files.move(file, aside);
      force(aside);
      return "moved to " + aside;
    } catch (IOException e) {
      return "cannot be moved aside, will be overwritten: " + e;
    }
  }

  /** Copies a file, and forces the copy to disk. */
  static void copy(Path file, Path copy) throws IOException {
    Files.copy(file, copy);
    try (var channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    force(copy);
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (var channel = FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    }
  }

  /** Deletes a partly written file, as a full disk needs the space. */
  private static void delete(Path file, IOException failure) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
