package dev.serin.cli.deploy;

import dev.serin.cli.console.VerbException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A hidden folder of a repository in which one import at a time puts a version together. What a
 * killed import has left there is removed by the next one.
 */
final class Stage implements AutoCloseable {
  /** Repositories leave out what begins with a dot. */
  private static final String NAME = ".import";

  private final Path folder;
  private final FileChannel lock;

  private Stage(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /** Opens the empty stage of a repository, which is created if it does not exist. */
  static Stage open(Path repository) throws IOException {
    var own = Files.createDirectories(repository.resolve(NAME));
    var lock =
        FileChannel.open(own.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() == null) {
        throw busy(repository);
      }
      var stage = new Stage(own.resolve("stage"), lock);
      stage.clear();
      Files.createDirectories(stage.folder);
      return stage;
    } catch (OverlappingFileLockException e) {
      lock.close();
      throw busy(repository);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static VerbException busy(Path repository) {
    return VerbException.refused(
        repository + ": another import is running (expected: one at a time; try again)");
  }

  /** The folder, which is empty at first. */
  Path folder() {
    return folder;
  }

  /** Copies a file, following links; it is on disk when this returns. */
  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to);
    sync(to);
  }

  /** Writes a file; it is on disk when this returns. */
  static void write(Path to, String text) throws IOException {
    Files.writeString(to, text);
    sync(to);
  }

  private static void sync(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Moves a file or a folder out of the stage in one step. */
  static void move(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  private void clear() throws IOException {
    if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      clear();
    }
  }
}
