package dev.serin.journal;

import dev.serin.codec.Entry;
import dev.serin.codec.UnreadableException;
import dev.serin.model.VersionId;
import dev.serin.repository.Admitted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first file of each version, in one append-only file: one record per line.
 *
 * <p>Confined to the repository thread, once it is open.
 */
public final class FileAdmitted implements Admitted, AutoCloseable {
  /** The file's name in the state folder. */
  static final String FILE = "versions";

  private static final Logger log = LoggerFactory.getLogger(FileAdmitted.class);

  private final Path file;
  private final Storage storage;
  private final Map<VersionId, String> versions = new HashMap<>();
  /** The end of the last complete line. */
  private long end;
  /** Whether there may be bytes after the end. */
  private boolean dirty;

  FileAdmitted(Path file, Storage storage) throws IOException {
    this.file = file;
    this.storage = storage;
    load(storage.read());
  }

  /**
   * Opens the file of a state folder, and creates it if there is no journal.
   *
   * @throws IOException also if a line is damaged, or the file is missing; the message says what to
   *     do
   */
  public static FileAdmitted open(StateFolder folder) throws IOException {
    var file = folder.path().resolve(FILE);
    folder.checkVersions();
    var storage = FileStorage.open(file, folder);
    try {
      var admitted = new FileAdmitted(file, storage);
      if (admitted.end == 0) {
        // From now on an empty file means that it was emptied.
        admitted.add(beginning());
      }
      return admitted;
    } catch (IOException e) {
      storage.close();
      throw e;
    }
  }

  @Override
  public Map<VersionId, String> versions() {
    return Collections.unmodifiableMap(versions);
  }

  @Override
  public void admit(VersionId id, String sha256) throws IOException {
    if (!versions.containsKey(id)) {
      add(new Entry.Admitted(id, sha256));
    }
  }

  @Override
  public void accept(VersionId id, String sha256, Acceptance by) throws IOException {
    add(new Entry.Admitted(id, sha256, Optional.of(by)));
  }

  private void add(Entry.Admitted admitted) throws IOException {
    add(Lines.encode(StateFolder.RECORDS.write(admitted)));
    take(admitted);
  }

  /** Adds an entry: the first files count, unless others were accepted. */
  private void take(Entry.Admitted admitted) {
    if (admitted.by().isPresent()) {
      versions.put(admitted.id(), admitted.sha256());
    } else {
      versions.putIfAbsent(admitted.id(), admitted.sha256());
    }
  }

  /** The first line of every file. */
  static byte[] beginning() {
    return Lines.encode(StateFolder.RECORDS.write(new Entry.Begun(StateFolder.newId())));
  }

  /** Whether the file may have versions: it has more than its first line. */
  static boolean hasVersions(Path file) throws IOException {
    var bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    int end = Lines.firstEnd(bytes);
    return end >= 0 && (end < bytes.length - 1 || !isBeginning(Lines.decode(bytes, 0, end)));
  }

  private static boolean isBeginning(Optional<byte[]> text) {
    try {
      return text.map(StateFolder.RECORDS::read).orElse(null) instanceof Entry.Begun;
    } catch (UnreadableException e) {
      return false;
    }
  }

  private void add(byte[] line) throws IOException {
    storage.check();
    if (dirty) {
      storage.truncate(end);
    }
    dirty = true;
    storage.append(line);
    storage.force();
    dirty = false;
    end += line.length;
  }

  @Override
  public void close() throws IOException {
    storage.close();
  }

  private void load(byte[] bytes) throws IOException {
    int start = 0;
    int number = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == Lines.END) {
        take(Lines.decode(bytes, start, i), ++number);
        start = i + 1;
      }
    }
    end = start;
    dirty = start < bytes.length;
    if (dirty) {
      log.warn("{}: the last line is incomplete: an interrupted write, which is ignored", file);
    }
  }

  private void take(Optional<byte[]> text, int number) throws IOException {
    try {
      var entry = text.map(StateFolder.RECORDS::read).orElse(null);
      if (entry instanceof Entry.Admitted admitted) {
        take(admitted);
      }
      if (entry instanceof Entry.Admitted || entry instanceof Entry.Begun) {
        return;
      }
    } catch (UnreadableException e) {
      throw new IOException(
          file + ":" + number + " is not a record that this release can read: " + e.getMessage(),
          e);
    }
    throw new IOException(damaged(file, number));
  }

  /** Throws if a complete line does not match its checksum. */
  static void refuseDamage(Path file, byte[] bytes) throws IOException {
    var damage = damage(file, bytes);
    if (damage.isPresent()) {
      throw new IOException(damage.get());
    }
  }

  /** Returns the damage that prevents a gateway from starting with this file. */
  static Optional<String> damage(Path file) throws IOException {
    return damage(file, Files.readAllBytes(file));
  }

  private static Optional<String> damage(Path file, byte[] bytes) {
    int start = 0;
    int number = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == Lines.END) {
        number++;
        if (Lines.decode(bytes, start, i).isEmpty()) {
          return Optional.of(damaged(file, number));
        }
        start = i + 1;
      }
    }
    return Optional.empty();
  }

  private static String damaged(Path file, int number) {
    return file + ":" + number + " does not match its checksum (expected: a whole file;"
        + " restore it from a backup, or `./serin journal repair " + file.getParent()
        + "` removes damaged lines)";
  }
}
