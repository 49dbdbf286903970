package dev.serin.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;

/**
 * The open connections of the HTTP port. There are at most {@link #MOST}: a new one always gets in,
 * and closes the one that has made no progress for the longest time. A connection makes progress
 * when it opens, when it has sent a whole request header, and when it has taken a whole answer; one
 * that makes none for {@link #PATIENCE} is closed. So clients that send or read slowly cannot keep
 * a health check out.
 *
 * <p>Thread-safe.
 */
final class Connections implements Connection.Listener {
  static final int MOST = 512;

  /** Longer than the time between two scrapes, so that a scraper keeps its connection. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final LongSupplier ticker;
  private final Object lock = new Object();

  /** When each made progress last, in nanoseconds; the one with the oldest progress comes first. */
  @GuardedBy("lock")
  private final Map<Closeable, Long> progress = new LinkedHashMap<>();

  Connections(LongSupplier ticker) {
    this.ticker = ticker;
  }

  @Override
  public void onOpened(Connection connection) {
    opened(connection);
  }

  @Override
  public void onClosed(Connection connection) {
    closed(connection);
  }

  void opened(Closeable connection) {
    long now = ticker.getAsLong();
    var surplus = new ArrayList<Closeable>();
    synchronized (lock) {
      progress.put(connection, now);
      if (progress.size() > MOST) {
        surplus.add(removeFirst());
      }
    }
    close(surplus);
  }

  /** Records that an open connection made progress. */
  void progressed(Closeable connection) {
    long now = ticker.getAsLong();
    synchronized (lock) {
      if (progress.remove(connection) != null) {
        progress.put(connection, now);
      }
    }
  }

  void closed(Closeable connection) {
    synchronized (lock) {
      progress.remove(connection);
    }
  }

  /**
   * Closes the connections that made no progress for too long; to be called about once a second.
   */
  void tick() {
    long now = ticker.getAsLong();
    var late = new ArrayList<Closeable>();
    synchronized (lock) {
      while (!progress.isEmpty()
          && now - progress.values().iterator().next() >= PATIENCE.toNanos()) {
        late.add(removeFirst());
      }
    }
    close(late);
  }

  @GuardedBy("lock")
  private Closeable removeFirst() {
    var first = progress.keySet().iterator().next();
    progress.remove(first);
    return first;
  }

  private static void close(List<Closeable> connections) {
    for (var connection : connections) {
      try {
        connection.close();
      } catch (IOException e) {
        // It is closed either way.
      }
    }
  }
}
