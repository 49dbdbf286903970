package dev.serin.journal;

import dev.serin.codec.Entry;
import dev.serin.codec.UnreadableException;
import dev.serin.repository.LoadRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of loads that crashed a gateway, in its own file. An unreadable record is dropped:
 * files that crashed a gateway are then loaded again.
 *
 * <p>Confined to the repository thread, once it is open.
 */
public final class FileLoadRecord implements LoadRecord {
  /** The file's name in the state folder. */
  static final String FILE = "loads.json";

  private static final Logger log = LoggerFactory.getLogger(FileLoadRecord.class);

  private final StateFolder folder;
  private final Path file;
  private final Map<String, Integer> ended;

  private FileLoadRecord(StateFolder folder, Path file, Map<String, Integer> ended) {
    this.folder = folder;
    this.file = file;
    this.ended = ended;
  }

  /**
   * Opens the record of a state folder, and counts the load that was running when the last gateway
   * ended.
   */
  public static FileLoadRecord open(StateFolder folder) throws IOException {
    var file = folder.path().resolve(FILE);
    var before = read(file);
    var ended = new TreeMap<>(before.ended());
    if (!before.running().isEmpty()) {
      ended.merge(before.running(), 1, Integer::sum);
    }
    var record = new FileLoadRecord(folder, file, ended);
    if (!before.running().isEmpty()) {
      record.write("");
    }
    return record;
  }

  private static Entry.Loads read(Path file) throws IOException {
    var nothing = new Entry.Loads("", Map.of());
    try {
      if (Lines.only(Files.readAllBytes(file)).map(StateFolder.RECORDS::read).orElse(null)
          instanceof Entry.Loads loads) {
        return loads;
      }
      log.warn("{} is damaged and ignored; files that crashed a gateway are loaded again", file);
    } catch (NoSuchFileException e) {
      return nothing;
    } catch (UnreadableException e) {
      log.warn(
          "{} cannot be read and is ignored; files that crashed a gateway are loaded again",
          file,
          e);
    }
    return nothing;
  }

  @Override
  public int ended(String sha256) {
    return ended.getOrDefault(sha256, 0);
  }

  @Override
  public void begin(String sha256) throws IOException {
    write(sha256);
  }

  @Override
  public void end(String sha256) throws IOException {
    ended.remove(sha256);
    write("");
  }

  private void write(String running) throws IOException {
    folder.check();
    Folders.replace(file, Lines.encode(StateFolder.RECORDS.write(new Entry.Loads(running, ended))));
  }
}
