package dev.serin.benchmarks.ladder.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps a number of calls in flight; each reply sends the next call. Thread-safe. */
public final class ClosedLoop implements Load, Connection.Replies {
  private static final double NANOS = 1e9;

  private final Requests requests;
  private final int inFlight;
  private final Connections connections;
  private final AtomicInteger number = new AtomicInteger();
  private volatile boolean closing;

  /** Opens the connections. */
  public ClosedLoop(int port, Requests requests, int inFlight) throws IOException {
    this.requests = requests;
    this.inFlight = inFlight;
    this.connections = new Connections(port, requests.protocol(), inFlight, this);
  }

  @Override
  public void start() throws IOException {
    // Each connection's first calls are queued while no other thread queues any.
    for (int i = 0; i < inFlight; i++) {
      connections.get(i).call(next(), System.nanoTime());
    }
    connections.flush();
  }

  @Override
  public Sample count(double seconds) throws InterruptedException {
    connections.check();
    var unused = connections.take();
    long cpu = connections.cpuNanos();
    long start = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep((long) (seconds * NANOS));
    var latencies = connections.take();
    double elapsed = (System.nanoTime() - start) / NANOS;
    connections.check();
    return new Sample(elapsed, latencies, connections.cpuNanos() - cpu);
  }

  @Override
  public void answered(Connection connection, long startNanos) throws IOException {
    long now = System.nanoTime();
    connections.record(now - startNanos);
    if (!closing) {
      connection.call(next(), now);
    }
  }

  @Override
  public void failed(Exception cause) {
    connections.fail(cause);
  }

  @Override
  public void close() {
    closing = true;
    connections.drain();
    connections.close();
  }

  private Request next() {
    return requests.get(number.getAndIncrement());
  }
}
