package dev.serin.feedback;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.serin.feedback.id.Fingerprint;
import java.io.IOException;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * The labels that were counted, by the hour of their predictions, in bounded memory and in a log.
 *
 * <p>Thread-safe: one lock.
 */
final class SeenLabels {
  /*
   * A label is in the log before it is counted, so that no restart can make it count again; if the
   * log fails, it is neither counted nor remembered, and its sender may retry. (If it is in the log
   * nevertheless, after a restart it is a duplicate that was never counted: at most once, not
   * exactly once.) The log is called under the lock: a label is in both or in neither, and none is
   * appended to a closed hour. The log does not call back.
   *
   * When the tables would exceed the memory, the oldest hour closes: its table is dropped and its
   * labels, seen or not, are refused from then on. As hours close from the oldest on, the last
   * closed hour is the only state to keep about them. It counts only hours that had labels: a clock
   * that is wrong for a while by days closes the hours that it makes too old, but none of those
   * that it ran ahead.
   *
   * Closed hours are written to the log on the next tick. If the process ends before that, the hour
   * is open again after the restart, with all labels that were counted. Labels appended since the
   * last tick are lost if the machine crashes; so are the counts that they went into.
   */

  /** The result of adding a label. */
  enum Seen {
    /** The first label of its prediction. */
    FIRST,
    /** A duplicate. */
    AGAIN,
    /** Its hour is closed. */
    CLOSED
  }

  private final Object lock = new Object();
  private final LabelLog log;
  private final long maxBytes;

  @GuardedBy("lock")
  private final NavigableMap<Long, FingerprintTable> hours = new TreeMap<>();

  @GuardedBy("lock")
  private long bytes;

  @GuardedBy("lock")
  private long closed = Long.MIN_VALUE;

  @GuardedBy("lock")
  private long dropped = Long.MIN_VALUE;

  SeenLabels(LabelLog log, long maxBytes) {
    this.log = log;
    this.maxBytes = maxBytes;
  }

  /** Reads the log; to be called first. */
  void replay() throws IOException {
    log.replay(new LabelVisitor() {
      @Override
      public void dropped(long hour) {
        synchronized (lock) {
          dropped = Math.max(dropped, hour);
          closed = Math.max(closed, hour);
          closeThrough(hour);
        }
      }

      @Override
      public void seen(long hour, long high, long low) {
        var fingerprint = new Fingerprint(high, low);
        synchronized (lock) {
          if (judge(hour, fingerprint) == Seen.FIRST) {
            remember(hour, fingerprint);
          }
        }
      }
    });
  }

  /** Returns the latest hour that is known from labels to have begun; empty without labels. */
  OptionalLong latest() {
    synchronized (lock) {
      var known = LongStream.concat(
          hours.isEmpty() ? LongStream.empty() : LongStream.of(hours.lastKey()),
          dropped == Long.MIN_VALUE ? LongStream.empty() : LongStream.of(dropped + 1));
      return known.max();
    }
  }

  /** Whether labels of this hour are refused. */
  boolean closed(long hour) {
    synchronized (lock) {
      return hour <= closed;
    }
  }

  /**
   * Adds a label unless it is a duplicate.
   *
   * @throws IOException if the log fails; then nothing is added
   */
  Seen add(long hour, Fingerprint fingerprint) throws IOException {
    synchronized (lock) {
      var seen = judge(hour, fingerprint);
      if (seen == Seen.FIRST) {
        log.append(hour, fingerprint.high(), fingerprint.low());
        remember(hour, fingerprint);
      }
      return seen;
    }
  }

  /** Closes the hours before this one, and forces the changes since the last tick to disk. */
  void tick(long firstOpenHour) throws IOException {
    long drop;
    synchronized (lock) {
      closeThrough(firstOpenHour - 1);
      drop = closed > dropped ? closed : Long.MIN_VALUE;
    }
    if (drop != Long.MIN_VALUE) {
      log.drop(drop);
      synchronized (lock) {
        dropped = drop;
      }
    }
    log.force();
  }

  /** Classifies a label; after FIRST there is room for it. */
  @GuardedBy("lock")
  private Seen judge(long hour, Fingerprint fingerprint) {
    if (hour <= closed) {
      return Seen.CLOSED;
    }
    var table = hours.get(hour);
    if (table != null && table.contains(fingerprint)) {
      return Seen.AGAIN;
    }
    long needed = table == null ? FingerprintTable.INITIAL_BYTES : table.growthBytes();
    while (bytes + needed > maxBytes && hour > closed) {
      close(hours.isEmpty() ? hour : Math.min(hours.firstKey(), hour));
    }
    return hour <= closed ? Seen.CLOSED : Seen.FIRST;
  }

  @GuardedBy("lock")
  private void remember(long hour, Fingerprint fingerprint) {
    var table = hours.get(hour);
    if (table == null) {
      table = new FingerprintTable();
      hours.put(hour, table);
      bytes += table.bytes();
    }
    long before = table.bytes();
    table.add(fingerprint);
    bytes += table.bytes() - before;
  }

  @GuardedBy("lock")
  private void closeThrough(long hour) {
    while (!hours.isEmpty() && hours.firstKey() <= hour) {
      close(hours.firstKey());
    }
  }

  @GuardedBy("lock")
  private void close(long hour) {
    var table = hours.remove(hour);
    bytes -= table == null ? 0 : table.bytes();
    closed = Math.max(closed, hour);
  }
}
