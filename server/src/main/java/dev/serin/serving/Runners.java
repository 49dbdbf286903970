package dev.serin.serving;

import java.util.Collection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that run models. Calls of versions that are much slower than their model's stable
 * never occupy all of them: with one thread they run after all calls that arrived before.
 *
 * <p>Thread-safe.
 */
public final class Runners implements AutoCloseable {
  /** The prefix of the threads' names. */
  public static final String THREAD = "serin-runner-";

  private final ExecutorService threads;
  private final Collection<?> queue;
  private final SlowCalls slowCalls;

  /** Starts this many threads. */
  public Runners(int count) {
    this(count, new LinkedBlockingQueue<>());
  }

  private Runners(int count, BlockingQueue<Runnable> queue) {
    this(count, ownThreads(count, queue), queue);
  }

  /**
   * Runs on an executor of {@code count} threads, which it shuts down; its tasks wait in this
   * queue.
   */
  Runners(int count, ExecutorService threads, Collection<?> queue) {
    this.threads = threads;
    this.queue = queue;
    this.slowCalls = new SlowCalls(Math.max(1, count - 1), this::execute);
  }

  /** Whether calls wait for a thread. */
  boolean waiting() {
    return !queue.isEmpty() || slowCalls.waiting();
  }

  /**
   * Runs a task, which never throws, on one of the threads, in the order of submission. Returns
   * false, and does nothing, if the threads are shutting down.
   *
   * @param slow whether the task must leave a thread to others
   */
  boolean run(Runnable task, boolean slow) {
    return slow ? slowCalls.run(task) : execute(task);
  }

  private boolean execute(Runnable task) {
    try {
      threads.execute(task);
      return true;
    } catch (RejectedExecutionException stopping) {
      return false;
    }
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

  /** Accepts no more tasks; accepted ones still run. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
