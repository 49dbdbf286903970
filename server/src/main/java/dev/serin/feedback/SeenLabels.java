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
   * log fails, it is not counted and not remembered, and its sender may try again. (Should it be in
   * the log all the same, then after a restart it is a duplicate that was never counted: at most
   * once, not exactly once.) The log is called under the lock: a label is in both or in neither,
   * and none is appended to an hour that has been closed. It calls nobody back.
   *
   * When the tables would outgrow the memory, the oldest hour closes: it is forgotten and its
   * labels, seen or not, are refused from then on. As hours close from the oldest on, "up to which
   * hour" is all there is to remember about closed ones. It counts only hours that had labels: a
   * clock that is wrong for a while by days closes what it makes too old, but nothing of the hours
   * that it ran ahead.
   *
   * The log hears of closed hours on the next tick. If the process ends before, the hour is open
   * again after the restart, with all labels that were counted. What was appended since the last
   * tick is lost if the machine stops; so are the counts that it went into.
   */

  /** What became of a label. */
  enum Seen {
    /** It is the first for its prediction. */
    FIRST,
    /** There was one before. */
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

  /** Learns what the log holds. To be called before anything else. */
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

  /**
   * The latest hour that is known to have begun, by what was kept of labels; empty if nothing was.
   */
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
   * Notes a label unless one was noted before.
   *
   * @throws IOException if the log fails; then nothing is noted
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

  /** Closes the hours before this one, and puts on disk what happened since the last tick. */
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

  /** Tells what a label is; after FIRST there is room for it. */
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
