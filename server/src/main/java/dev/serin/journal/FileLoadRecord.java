package dev.serin.journal;

import dev.serin.codec.Entry;
import dev.serin.codec.UnreadableException;
import dev.serin.repository.LoadRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of loads that crashed a gateway, and of first loads by this version of ONNX Runtime,
 * in its own file. An unreadable record is dropped: files that crashed a gateway are then loaded
 * again.
 *
 * <p>Confined to the repository thread, once it is open.
 */
public final class FileLoadRecord implements LoadRecord {
  /** The file's name in the state folder. */
  static final String FILE = "loads.json";

  /** The most first loads that are kept; older ones are made again. */
  private static final int MOST_FIRST = 1_000;

  private static final Logger log = LoggerFactory.getLogger(FileLoadRecord.class);

  private final StateFolder folder;
  private final Path file;
  private final Map<String, Integer> ended;
  private final String runtime;
  /** The oldest first. */
  private final Map<String, String> first;

  private String running = "";

  private FileLoadRecord(
      StateFolder folder,
      Path file,
      Map<String, Integer> ended,
      String runtime,
      Map<String, String> first) {
    this.folder = folder;
    this.file = file;
    this.ended = ended;
    this.runtime = runtime;
    this.first = first;
  }

  /**
   * Opens the record of a state folder, and counts the load that was running when the last gateway
   * ended.
   *
   * @param runtime the version of ONNX Runtime; first loads by another one say nothing
   */
  public static FileLoadRecord open(StateFolder folder, String runtime) throws IOException {
    var file = folder.path().resolve(FILE);
    var before = read(file);
    var ended = new TreeMap<>(before.ended());
    if (!before.running().isEmpty()) {
      ended.merge(before.running(), 1, Integer::sum);
    }
    var first = before.runtime().equals(runtime) ? before.first() : Map.<String, String>of();
    var record = new FileLoadRecord(folder, file, ended, runtime, new LinkedHashMap<>(first));
    if (!before.running().isEmpty()) {
      record.write();
    }
    return record;
  }

  private static Entry.Loads read(Path file) throws IOException {
    var nothing = new Entry.Loads("", Map.of(), "", Map.of());
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
    running = sha256;
    write();
  }

  @Override
  public void end(String sha256) throws IOException {
    ended.remove(sha256);
    running = "";
    write();
  }

  @Override
  public Optional<FirstLoad> first(String sha256) {
    return Optional.ofNullable(first.get(sha256)).map(FirstLoad::new);
  }

  @Override
  public void first(String sha256, FirstLoad result) throws IOException {
    first.remove(sha256);
    first.put(sha256, result.problem());
    if (first.size() > MOST_FIRST) {
      first.remove(first.keySet().iterator().next());
    }
    write();
  }

  private void write() throws IOException {
    folder.check();
    var loads = new Entry.Loads(running, ended, runtime, first);
    Folders.replace(file, Lines.encode(StateFolder.RECORDS.write(loads)));
  }
}
