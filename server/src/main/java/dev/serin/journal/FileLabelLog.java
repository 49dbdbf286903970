package dev.serin.journal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.serin.feedback.LabelLog;
import dev.serin.feedback.LabelVisitor;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Seen labels in one file for each hour of prediction; see {@link LabelFiles}.
 *
 * <p>Thread-safe. Only the caller of {@link #force} waits for it.
 */
public final class FileLabelLog implements LabelLog, AutoCloseable {
  private final StateFolder folder;
  private final LabelFiles files;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final OpenLabelFiles open;

  /** The hours whose files have records that may not be on disk. */
  @GuardedBy("lock")
  private Set<Long> unforced = new HashSet<>();

  private FileLabelLog(StateFolder folder, LabelFiles files) {
    this.folder = folder;
    this.files = files;
    this.open = new OpenLabelFiles(files);
  }

  /** Opens the labels of a state folder, and creates them if missing. */
  public static FileLabelLog open(StateFolder folder) throws IOException {
    return new FileLabelLog(folder, LabelFiles.open(folder.path()));
  }

  @Override
  public void append(long hour, long high, long low) throws IOException {
    folder.check();
    synchronized (lock) {
      unforced.add(hour);
      open.append(hour, high, low);
    }
  }

  /** Truncates interrupted writes. To be called before anything is added. */
  @Override
  public void replay(LabelVisitor visitor) throws IOException {
    var dropped = files.dropped();
    dropped.ifPresent(visitor::dropped);
    for (long hour : files.hours()) {
      if (dropped.isPresent() && hour <= dropped.getAsLong()) {
        files.delete(hour);
      } else {
        files.read(hour, visitor);
      }
    }
  }

  @Override
  public void drop(long hour) throws IOException {
    folder.check();
    synchronized (lock) {
      files.noteDropped(hour);
      for (long old : files.hours()) {
        if (old <= hour) {
          open.close(old);
          files.delete(old);
          unforced.remove(old);
        }
      }
    }
  }

  @Override
  public void force() throws IOException {
    Set<Long> hours;
    synchronized (lock) {
      hours = unforced;
      unforced = new HashSet<>();
    }
    try {
      files.force(hours);
    } catch (IOException e) {
      synchronized (lock) {
        unforced.addAll(hours);
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    force();
    synchronized (lock) {
      for (long hour : List.copyOf(open.hours())) {
        open.close(hour);
      }
    }
  }
}
