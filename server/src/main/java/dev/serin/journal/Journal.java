package dev.serin.journal;

import dev.serin.codec.Entry;
import dev.serin.control.Doubt;
import dev.serin.control.Revision;
import dev.serin.control.RevisionConflictException;
import dev.serin.control.StateStore;
import dev.serin.control.Subscription;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All revisions in one append-only file, one line each, which a single gateway writes.
 * {@link #load} must be called first; followers are notified on the control thread.
 *
 * <p>Confined to the control thread, once it is open.
 */
public final class Journal implements StateStore {
  /** The file's name in the state folder. */
  static final String FILE = "revisions.journal";

  private static final Logger log = LoggerFactory.getLogger(Journal.class);

  private final Path file;
  private final Storage storage;
  private final Entry.Begun beginning;
  /** The number of each model's last revision on disk. */
  private final Map<String, Long> last = new HashMap<>();

  private final List<Consumer<Revision>> followers = new CopyOnWriteArrayList<>();
  private Doubt doubt = Doubt.NONE;
  /** The end of the last record on disk. */
  private long end;
  /** Whether there may be bytes after the end. */
  private boolean dirty;

  Journal(Path file, Storage storage, Entry.Begun beginning) {
    this.file = file;
    this.storage = storage;
    this.beginning = beginning;
  }

  /**
   * Opens the journal of a state folder, and creates it if there is no other state.
   *
   * @throws IOException also if the journal is missing or empty beside other state; the message
   *     says what to do
   */
  public static Journal open(StateFolder folder) throws IOException {
    var file = folder.path().resolve(FILE);
    folder.checkJournal();
    return new Journal(file, FileStorage.open(file, folder), new Entry.Begun(StateFolder.newId()));
  }

  /**
   * Returns all revisions, oldest first. Truncates an interrupted write.
   *
   * @throws IOException if the file is damaged in any other way, or another release must read it;
   *     the message says what to do
   */
  @Override
  public List<Revision> load() throws IOException {
    var bytes = storage.read();
    var scan = new Scanner(bytes).scan();
    refuse(file, scan);
    end = scan.lines().stream().mapToLong(Journal::length).sum();
    if (scan.torn()) {
      log.warn("{}: truncating an interrupted write: {} bytes", file, bytes.length - end);
    }
    if (end != bytes.length) {
      // Also a last line that lacks only its line break: it is rewritten with it.
      rewriteLast(scan, bytes.length);
    }
    if (!scan.begun()) {
      add(beginning);
    }
    doubt = scan.doubt();
    var revisions = scan.revisions();
    revisions.forEach(revision -> last.put(revision.model(), revision.number()));
    return revisions;
  }

  @Override
  public Doubt doubt() {
    return doubt;
  }

  @Override
  public void append(Revision revision, long expected)
      throws RevisionConflictException, IOException {
    var model = revision.model();
    long number = last.getOrDefault(model, 0L);
    if (number != expected) {
      throw new RevisionConflictException(model, number, expected);
    }
    add(new Entry.Changed(revision));
    last.put(model, revision.number());
    followers.forEach(follower -> follower.accept(revision));
  }

  @Override
  public Subscription follow(Consumer<Revision> listener) {
    followers.add(listener);
    return () -> followers.remove(listener);
  }

  @Override
  public void close() throws IOException {
    storage.close();
  }

  /** Throws if the file is no longer the one that was opened. */
  void check() throws IOException {
    storage.check();
  }

  /** Throws if a gateway must not start with the result of a scan. */
  static void refuse(Path file, Scan scan) throws IOException {
    var problems = scan.problems(file);
    if (!problems.isEmpty()) {
      throw new IOException(problems.get(0));
    }
  }

  private static long length(Line line) {
    return line instanceof Line.Whole whole ? whole.bytes().length : 0;
  }

  private void rewriteLast(Scan scan, long length) throws IOException {
    if (end > length) {
      var last = (Line.Whole) scan.lines().get(scan.lines().size() - 1);
      end -= last.bytes().length;
      cut();
      write(last.bytes());
    } else {
      cut();
    }
  }

  private void add(Entry entry) throws IOException {
    byte[] text;
    try {
      text = StateFolder.RECORDS.write(entry);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": a record was not written: " + e.getMessage(), e);
    }
    storage.check();
    if (dirty) {
      cut();
    }
    write(Lines.encode(text));
  }

  private void write(byte[] line) throws IOException {
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

  private void cut() throws IOException {
    storage.truncate(end);
    storage.force();
    dirty = false;
  }

  /** Truncates a failed write; if that fails too, the next write tries again. */
  private void cutAfter(IOException failure) {
    try {
      cut();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
