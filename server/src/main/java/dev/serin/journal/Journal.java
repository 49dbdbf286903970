package dev.serin.journal;

import dev.serin.control.PhaseTime;
import dev.serin.control.Revision;
import dev.serin.control.StateStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All revisions in one file, a line each, which only grows. {@link #load} comes first.
 *
 * <p>Confined to the control thread, once it is open.
 */
public final class Journal implements StateStore {
  /** The file's name in the state folder. */
  static final String FILE = "revisions.journal";

  private static final Logger log = LoggerFactory.getLogger(Journal.class);

  private final Path file;
  private final Storage storage;
  private final RevisionJson json = new RevisionJson();
  private final Left left;
  /** The end of the last revision that is on disk. */
  private long end;
  /** Whether something may stand behind the end. */
  private boolean dirty;

  Journal(Path file, Storage storage) {
    this.file = file;
    this.storage = storage;
    this.left = new Left(file.resolveSibling(Left.FILE));
  }

  /** Opens the journal of a state folder, which is made if it is not there. */
  public static Journal open(StateFolder folder) throws IOException {
    var file = folder.path().resolve(FILE);
    return new Journal(file, FileStorage.open(file));
  }

  /**
   * Returns all revisions, oldest first. The rest of a write that was cut short is cut off.
   *
   * @throws IOException if the file is damaged in any other way; the message says how to repair it
   */
  @Override
  public List<Revision> load() throws IOException {
    var scan = new Scanner(storage.read()).scan();
    var damage = scan.damage();
    if (damage.isPresent() && !damage.get().torn()) {
      throw new IOException(
          file + ":" + damage.get().line() + " " + damage.get().reason()
              + " (expected: a whole journal; `./serin journal repair " + file.getParent()
              + "` keeps what is before that line)");
    }
    end = scan.length();
    if (damage.isPresent()) {
      log.warn(
          "{}:{} {}; taken for a write that was cut short, and cut off",
          file,
          damage.get().line(),
          damage.get().reason());
      cut();
    }
    return scan.revisions();
  }

  @Override
  public void append(Revision revision) throws IOException {
    if (dirty) {
      cut();
    }
    var line = Lines.encode(json.write(revision));
    dirty = true;
    try {
      storage.append(line);
      storage.force();
    } catch (IOException e) {
      cutAfter(e);
      throw new IOException(file + " could not be written: " + e.getMessage(), e);
    }
    end += line.length;
    dirty = false;
  }

  @Override
  public Optional<SortedMap<String, PhaseTime>> takeLeft() throws IOException {
    return left.take();
  }

  @Override
  public void leave(SortedMap<String, PhaseTime> times) throws IOException {
    left.write(times);
  }

  @Override
  public void close() throws IOException {
    storage.close();
  }

  private void cut() throws IOException {
    storage.truncate(end);
    storage.force();
    dirty = false;
  }

  /**
   * Takes back what a failed write may have left; if that fails too, the next write tries again.
   */
  private void cutAfter(IOException failure) {
    try {
      cut();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
