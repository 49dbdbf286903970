package dev.serin.journal;

import dev.serin.codec.Records;
import dev.serin.codec.UnreadableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Removes the damaged lines of the file of versions, and keeps a copy beside it. A missing or empty
 * file is created with no versions.
 */
final class VersionsRepair {
  private VersionsRepair() {}

  /** Returns a note for the operator; empty if nothing was damaged. */
  static Optional<String> of(Path file) throws IOException {
    var bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    if (Lines.firstEnd(bytes) < 0) {
      Folders.replace(file, FileAdmitted.beginning());
      return Optional.of(file.getFileName()
          + " starts empty: the next start accepts the current files of all versions, so check"
          + " that they are the right ones");
    }
    var whole = new ByteArrayOutputStream();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == Lines.END) {
        if (fits(bytes, start, i)) {
          whole.write(bytes, start, i + 1 - start);
        }
        start = i + 1;
      }
    }
    if (whole.size() == start) {
      return Optional.empty();
    }
    var copy = Folders.free(file, ".bak-");
    Folders.replace(copy, bytes);
    Folders.replace(file, whole.toByteArray());
    return Optional.of("damaged lines of " + file.getFileName()
        + " were removed: the next start accepts the current files of those versions; the"
        + " original file is kept as " + copy);
  }

  /** Whether a line is intact; one that only another release can read is kept. */
  private static boolean fits(byte[] bytes, int from, int to) {
    var text = Lines.decode(bytes, from, to);
    try {
      return text.isPresent()
          && (Conversion.legacyVersion(text.get()).isPresent() || Records.hasFormat(text.get()));
    } catch (UnreadableException e) {
      return false;
    }
  }
}
