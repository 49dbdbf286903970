package dev.serin.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.serin.model.VersionId;
import dev.serin.repository.Admitted;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which file each version was first, in one file that only grows: a line each, with a checksum, the
 * SHA-256 and the version, as in {@code 49ea... digits/2}. A line that cannot be read is ignored:
 * without it a version is only taken for a new one.
 *
 * <p>Confined to the repository thread, once it is open.
 */
public final class FileAdmitted implements Admitted, AutoCloseable {
  /** The file's name in the state folder. */
  static final String FILE = "versions";

  private static final Logger log = LoggerFactory.getLogger(FileAdmitted.class);
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) (.+)/([1-9][0-9]*)");

  private final Storage storage;
  private final Map<VersionId, String> first = new HashMap<>();
  /** The end of the last whole line. */
  private long end;
  /** Whether something may stand behind the end. */
  private boolean dirty;

  FileAdmitted(Storage storage) throws IOException {
    this.storage = storage;
    load(storage.read());
  }

  /** Opens the file of a state folder, which is made if it is not there. */
  public static FileAdmitted open(StateFolder folder) throws IOException {
    var storage = FileStorage.open(folder.path().resolve(FILE));
    try {
      return new FileAdmitted(storage);
    } catch (IOException e) {
      storage.close();
      throw e;
    }
  }

  @Override
  public Optional<String> sha256(VersionId id) {
    return Optional.ofNullable(first.get(id));
  }

  @Override
  public void admit(VersionId id, String sha256) throws IOException {
    if (first.containsKey(id)) {
      return;
    }
    if (dirty) {
      storage.truncate(end);
    }
    var line = Lines.encode((sha256 + " " + id).getBytes(UTF_8));
    dirty = true;
    storage.append(line);
    storage.force();
    dirty = false;
    end += line.length;
    first.put(id, sha256);
  }

  @Override
  public void close() throws IOException {
    storage.close();
  }

  private void load(byte[] bytes) {
    int start = 0;
    int unreadable = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == Lines.END) {
        unreadable += take(bytes, start, i) ? 0 : 1;
        start = i + 1;
      }
    }
    end = start;
    dirty = start < bytes.length;
    if (unreadable > 0) {
      log.warn("{}: {} lines cannot be read, and are ignored", FILE, unreadable);
    }
  }

  private boolean take(byte[] bytes, int from, int to) {
    var matcher = Lines.decode(bytes, from, to)
        .map(text -> LINE.matcher(new String(text, UTF_8)))
        .filter(line -> line.matches());
    try {
      matcher.ifPresent(line -> first.putIfAbsent(
          new VersionId(line.group(2), Long.parseLong(line.group(3))), line.group(1)));
      return matcher.isPresent();
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
