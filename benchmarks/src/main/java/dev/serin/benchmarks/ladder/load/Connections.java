package dev.serin.benchmarks.ladder.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a load, their first failure, and the latencies of their replies. Thread-safe.
 */
final class Connections implements AutoCloseable {
  /** One for each core that a small machine has. */
  private static final int MANY = 2;

  private static final int ONE_BELOW = 8;
  private static final int DIGITS = 3;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final List<Connection> connections = new ArrayList<>();
  private final Recorder latencies = new Recorder(DIGITS);
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /** Opens as many connections as so many calls in flight are spread over. */
  Connections(int port, Protocol protocol, int inFlight, Connection.Replies replies)
      throws IOException {
    int count = inFlight < ONE_BELOW ? 1 : MANY;
    try {
      for (int i = 0; i < count; i++) {
        connections.add(new Connection(port, protocol, replies));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Returns a connection; those before it come first. */
  Connection get(int number) {
    return connections.get(number % connections.size());
  }

  void flush() throws IOException {
    for (var connection : connections) {
      connection.flush();
    }
  }

  void record(long nanos) {
    latencies.recordValue(Math.max(0, nanos));
  }

  /** Returns the latencies since the last time. */
  Histogram take() {
    return latencies.getIntervalHistogram();
  }

  void fail(Exception cause) {
    failure.compareAndSet(null, cause);
  }

  void check() {
    var cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException("a call failed: " + cause.getMessage(), cause);
    }
  }

  long cpuNanos() {
    return connections.stream().mapToLong(Connection::cpuNanos).sum();
  }

  /** Waits a while for the last replies, so that no server writes to a closed connection. */
  void drain() {
    long start = System.nanoTime();
    while (failure.get() == null
        && connections.stream().anyMatch(connection -> connection.inFlight() > 0)
        && System.nanoTime() - start < PATIENCE_NANOS) {
      LockSupport.parkNanos(STEP_NANOS);
    }
  }

  @Override
  public void close() {
    connections.forEach(Connection::close);
  }
}
