package dev.serin.serving;

import java.util.Collection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads that run models, and the bytes of calls that they may have at hand.
 *
 * <p>Thread-safe.
 */
public final class Runners implements AutoCloseable {
  /** How the names of the threads begin. */
  public static final String THREAD = "serin-runner-";

  /**
   * What a call costs beyond its tensors, so that small calls cannot queue without bound either.
   */
  private static final long OVERHEAD_BYTES = 1024;

  private final ExecutorService threads;
  private final Collection<?> queue;
  private final long limitBytes;
  private final AtomicLong inFlightBytes = new AtomicLong();

  /** Starts that many threads for calls of at most that many bytes together. */
  public Runners(int count, long limitBytes) {
    this(count, new LinkedBlockingQueue<>(), limitBytes);
  }

  private Runners(int count, BlockingQueue<Runnable> queue, long limitBytes) {
    this(ownThreads(count, queue), queue, limitBytes);
  }

  /** Runs on an executor, which it shuts down, and whose tasks wait in this queue. */
  Runners(ExecutorService threads, Collection<?> queue, long limitBytes) {
    this.threads = threads;
    this.queue = queue;
    this.limitBytes = limitBytes;
  }

  /** The bytes of all calls being served. */
  public long inFlightBytes() {
    return inFlightBytes.get();
  }

  /** Whether calls wait for a thread. */
  boolean waiting() {
    return !queue.isEmpty();
  }

  /** The most bytes of all calls being served. */
  public long limitBytes() {
    return limitBytes;
  }

  /**
   * Runs a task on one of the threads, in the order of the calls. Returns false, and does nothing,
   * if there is no room for its bytes or the threads are stopping.
   */
  boolean run(long bytes, Runnable task) {
    long size = bytes + OVERHEAD_BYTES;
    if (!take(size)) {
      return false;
    }
    try {
      threads.execute(() -> {
        try {
          task.run();
        } finally {
          inFlightBytes.addAndGet(-size);
        }
      });
      return true;
    } catch (RejectedExecutionException stopping) {
      inFlightBytes.addAndGet(-size);
      return false;
    }
  }

  /**
   * Takes the bytes if there is room for them. One overhead is free: a call alone of as many bytes
   * as the limit fits. A call that does not fit takes nothing, not even for a moment: it could push
   * out another one that does.
   */
  private boolean take(long size) {
    long before;
    do {
      before = inFlightBytes.get();
      if (size > limitBytes + OVERHEAD_BYTES - before) {
        return false;
      }
    } while (!inFlightBytes.compareAndSet(before, before + size));
    return true;
  }

  private static ExecutorService ownThreads(int count, BlockingQueue<Runnable> queue) {
    var number = new AtomicInteger();
    return new ThreadPoolExecutor(
        count,
        count,
        0,
        TimeUnit.SECONDS,
        queue,
        task -> new Thread(task, THREAD + number.incrementAndGet()));
  }

  /** Takes no more tasks; those it took still run. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
