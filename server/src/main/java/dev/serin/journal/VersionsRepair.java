package dev.serin.journal;

import dev.serin.codec.Records;
import dev.serin.codec.UnreadableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Removes the damaged lines of the file of versions, and keeps a copy beside it. */
final class VersionsRepair {
  private VersionsRepair() {}

  /** Does nothing if no line is damaged. */
  static void of(Path file) throws IOException {
    if (Files.notExists(file)) {
      return;
    }
    var bytes = Files.readAllBytes(file);
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
    if (whole.size() < start) {
      Folders.replace(Folders.free(file, ".bak-"), bytes);
      Folders.replace(file, whole.toByteArray());
    }
  }

  /** A whole line that this release cannot read is another's, and stays. */
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
