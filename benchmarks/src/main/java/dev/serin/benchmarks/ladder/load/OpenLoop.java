package dev.serin.benchmarks.ladder.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends calls at the times of a schedule, however many are in flight. A latency counts from the
 * time at which the call was to be sent. Thread-safe.
 */
public final class OpenLoop implements Load, Connection.Replies {
  private static final double NANOS = 1e9;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int MANY = 64;

  private final Requests requests;
  private final Poisson schedule;
  private final Connections connections;
  private final Thread sender = new Thread(this::send, "ladder-schedule");
  private final AtomicInteger missing = new AtomicInteger();
  private volatile boolean closing;
  private volatile long from = Long.MAX_VALUE;
  private volatile long until = Long.MAX_VALUE;

  /** Opens the connections. */
  public OpenLoop(int port, Requests requests, double perSecond, long seed) throws IOException {
    this.requests = requests;
    this.schedule = new Poisson(perSecond, seed);
    this.connections = new Connections(port, requests.protocol(), MANY, this);
    sender.setDaemon(true);
  }

  @Override
  public void start() {
    sender.start();
  }

  /** Counts the calls that the schedule has in the next seconds, and waits for the last of them. */
  @Override
  public Sample count(double seconds) throws InterruptedException {
    connections.check();
    var unused = connections.take();
    long cpu = cpuNanos();
    long start = System.nanoTime();
    long end = start + (long) (seconds * NANOS);
    until = end;
    from = start;
    TimeUnit.NANOSECONDS.sleep(end - start);
    long cpuThen = cpuNanos();
    while (missing.get() > 0 && System.nanoTime() - end < PATIENCE_NANOS) {
      connections.check();
      TimeUnit.MILLISECONDS.sleep(1);
    }
    from = Long.MAX_VALUE;
    connections.check();
    if (missing.get() > 0) {
      throw new IllegalStateException("replies: " + missing.get() + " missing (expected: none)");
    }
    return new Sample(seconds, connections.take(), cpuThen - cpu);
  }

  @Override
  public void answered(Connection connection, long startNanos) {
    if (counts(startNanos)) {
      connections.record(System.nanoTime() - startNanos);
      missing.decrementAndGet();
    }
  }

  @Override
  public void failed(Exception cause) {
    connections.fail(cause);
  }

  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(sender);
    connections.drain();
    connections.close();
  }

  private boolean counts(long startNanos) {
    return startNanos >= from && startNanos < until;
  }

  private void send() {
    long start = System.nanoTime();
    long due = start + schedule.next();
    int number = 0;
    try {
      while (!closing) {
        LockSupport.parkNanos(due - System.nanoTime());
        for (long now = System.nanoTime(); due <= now && !closing; now = System.nanoTime()) {
          if (counts(due)) {
            missing.incrementAndGet();
          }
          connections.get(number).call(requests.get(number), due);
          number++;
          due = start + schedule.next();
        }
        connections.flush();
      }
    } catch (IOException | RuntimeException e) {
      if (!closing) {
        connections.fail(e);
      }
    }
  }

  private long cpuNanos() {
    return connections.cpuNanos()
        + java.lang.management.ManagementFactory.getThreadMXBean().getThreadCpuTime(sender.getId());
  }
}
