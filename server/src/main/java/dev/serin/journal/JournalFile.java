package dev.serin.journal;

import dev.serin.codec.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An operator's actions on the journal of a state folder. */
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
      checkIsState(folder);
      return scan(new byte[0]);
    }
  }

  /**
   * Returns why a gateway would not start with this folder; empty if it would. A gateway may be
   * running.
   *
   * @throws IOException if it is not a state folder, or cannot be read
   */
  public static List<String> problems(Path folder) throws IOException {
    checkIsState(folder);
    var check = new FolderCheck(folder);
    var problems = new ArrayList<String>();
    check.journal().ifPresent(problems::add);
    var journal = folder.resolve(Journal.FILE);
    if (Files.exists(journal)) {
      problems.addAll(scan(Files.readAllBytes(journal)).problems(journal));
    }
    check.versions().ifPresent(problems::add);
    var versions = folder.resolve(FileAdmitted.FILE);
    if (Files.exists(versions)) {
      FileAdmitted.damage(versions).ifPresent(problems::add);
    }
    return problems;
  }

  /**
   * Removes the damaged lines of the journal and of the file of versions, and nothing else; keeps a
   * copy of each file it changes beside it. A missing or empty file is created with no entries. The
   * next start then takes users off candidates, as a decision may have been removed.
   *
   * @throws IOException also if it is not a state folder, or a gateway uses it
   */
  public static Repair repair(Path folder, Instant now) throws IOException {
    checkIsState(folder);
    try (var held = StateFolder.open(folder)) {
      var versions = VersionsRepair.of(held.path().resolve(FileAdmitted.FILE));
      var file = held.path().resolve(Journal.FILE);
      var bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
      var before = scan(bytes);
      if (before.damaged() == 0 && before.begun() && versions.isEmpty()) {
        return new Repair(false, 0, before, Optional.empty(), versions);
      }
      var copy =
          bytes.length == 0 ? Optional.<Path>empty() : Optional.of(Folders.free(file, ".bak-"));
      if (copy.isPresent()) {
        Folders.replace(copy.get(), bytes);
      }
      var repaired = repaired(before, now);
      Folders.replace(file, repaired);
      return new Repair(true, before.damaged(), scan(repaired), copy, versions);
    }
  }

  private static void checkIsState(Path folder) throws IOException {
    if (!Files.isDirectory(folder) || !new FolderCheck(folder).isState()) {
      throw new IOException(
          "state: " + folder + " (expected: a state folder, such as models/.serin)");
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
    // Wherever the damage was, each model is in doubt until its next revision.
    bytes.writeBytes(mark);
    return bytes.toByteArray();
  }

  private static Scan scan(byte[] bytes) {
    return new Scanner(bytes).scan();
  }
}
