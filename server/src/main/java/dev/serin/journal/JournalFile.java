package dev.serin.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** What an operator does to the journal of a state folder. */
public final class JournalFile {
  private JournalFile() {}

  /**
   * Reads the journal without changing it. A gateway may be running; then the last line may be
   * half-written.
   */
  public static Scan read(Path folder) throws IOException {
    var file = folder.resolve(Journal.FILE);
    try {
      return new Scanner(Files.readAllBytes(file)).scan();
    } catch (NoSuchFileException e) {
      throw new IOException(
          "state: " + folder + " (expected: a state folder, with " + Journal.FILE + " in it)", e);
    }
  }

  /**
   * Keeps the longest beginning of the journal that is whole, and a copy of all of it beside it.
   *
   * @throws IOException also if a gateway holds the folder
   */
  public static Repair repair(Path folder) throws IOException {
    var before = read(folder);
    if (before.damage().isEmpty()) {
      return new Repair(before, Optional.empty());
    }
    try (var held = StateFolder.open(folder)) {
      var file = held.path().resolve(Journal.FILE);
      var scan = read(folder);
      var copy = copy(file);
      try (var storage = FileStorage.open(file)) {
        storage.truncate(scan.length());
        storage.force();
      }
      return new Repair(scan, Optional.of(copy));
    }
  }

  private static Path copy(Path file) throws IOException {
    var copy = Folders.free(file, ".bak-");
    Files.copy(file, copy);
    try (var channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Folders.force(copy);
    return copy;
  }
}
