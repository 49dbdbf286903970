package dev.serin.journal;

import dev.serin.codec.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
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
      return scan(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new IOException(
          "state: " + folder + " (expected: a state folder, with " + Journal.FILE + " in it)", e);
    }
  }

  /**
   * Removes the damaged lines of the journal and of the file of versions, and nothing else; keeps a
   * copy of each file it changes beside it. A journal that is missing or empty beside other state
   * begins anew. The next start pauses rollouts, for a rollback may have been removed.
   *
   * @throws IOException also if a gateway holds the folder
   */
  public static Repair repair(Path folder, Instant now) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("state: " + folder + " (expected: a state folder)");
    }
    try (var held = StateFolder.open(folder)) {
      var versions = VersionsRepair.of(held.path().resolve(FileAdmitted.FILE));
      var file = held.path().resolve(Journal.FILE);
      var bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
      var before = scan(bytes);
      if (before.damaged() == 0 && before.begun()) {
        return new Repair(0, before, Optional.empty(), versions);
      }
      var copy = Folders.free(file, ".bak-");
      Folders.replace(copy, bytes);
      var repaired = repaired(before, now);
      Folders.replace(file, repaired);
      // Whatever the last gateway left, rollouts go on only after a look.
      Files.deleteIfExists(held.path().resolve(ShutdownFile.FILE));
      return new Repair(before.damaged(), scan(repaired), Optional.of(copy), versions);
    }
  }

  private static byte[] repaired(Scan before, Instant now) {
    var bytes = new ByteArrayOutputStream();
    var mark = Lines.encode(StateFolder.RECORDS.write(new Entry.Repaired(now, before.damaged())));
    if (!before.begun()) {
      bytes.writeBytes(
          Lines.encode(StateFolder.RECORDS.write(new Entry.Begun(StateFolder.newId()))));
    }
    for (var line : before.lines()) {
      if (line instanceof Line.Whole whole) {
        bytes.writeBytes(whole.bytes());
      } else if (line instanceof Line.Odd odd) {
        bytes.writeBytes(Line.encode(odd.text()));
      } else if (line instanceof Line.Damaged damaged) {
        bytes.writeBytes(mark);
        damaged.rest().forEach(text -> bytes.writeBytes(Line.encode(text)));
      }
    }
    return bytes.toByteArray();
  }

  private static Scan scan(byte[] bytes) {
    return new Scanner(bytes).scan();
  }
}
