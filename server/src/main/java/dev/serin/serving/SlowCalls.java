package dev.serin.serving;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many calls of slow versions the threads have at a time. The others wait here in order;
 * the next one then queues behind every call that waits for a thread by that time.
 *
 * <p>Thread-safe.
 */
final class SlowCalls {
  private final int most;
  private final Predicate<Runnable> threads;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  @GuardedBy("lock")
  private int admitted;

  /**
   * Admits this many calls at a time.
   *
   * @param threads accept a task without waiting, or return false if they are shutting down;
   *     accepted tasks still run
   */
  SlowCalls(int most, Predicate<Runnable> threads) {
    this.most = most;
    this.threads = threads;
  }

  /**
   * Accepts a task, which never throws; returns false, and does nothing, if threads are shutting
   * down.
   */
  boolean run(Runnable task) {
    synchronized (lock) {
      if (admitted == most) {
        // The admitted ones will run, and this one after them, even if threads are shutting down.
        waiting.add(task);
        return true;
      }
      if (!threads.test(() -> runAndGoOn(task))) {
        return false;
      }
      admitted++;
      return true;
    }
  }

  /** Whether a task waits here. */
  boolean waiting() {
    synchronized (lock) {
      return !waiting.isEmpty();
    }
  }

  private void runAndGoOn(Runnable first) {
    @Nullable Runnable task = first;
    do {
      task.run();
      task = next();
    } while (task != null && !handOver(task));
  }

  /**
   * Returns whether the threads accepted it; if they are shutting down, this thread has to run it.
   */
  private boolean handOver(Runnable task) {
    return threads.test(() -> runAndGoOn(task));
  }

  private @Nullable Runnable next() {
    synchronized (lock) {
      var next = waiting.poll();
      if (next == null) {
        admitted--;
      }
      return next;
    }
  }
}
