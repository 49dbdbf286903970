package dev.serin.serving;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets only some calls of slow versions go to the threads at a time. The others wait here in their
 * order, and the next one queues behind every call that waits for a thread by then.
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
   * Lets that many calls go at a time.
   *
   * @param threads take a task and do not wait, or return false if they are stopping; what they
   *     took runs all the same
   */
  SlowCalls(int most, Predicate<Runnable> threads) {
    this.most = most;
    this.threads = threads;
  }

  /** Takes a task, which never throws; returns false, and does nothing, if threads are stopping. */
  boolean run(Runnable task) {
    synchronized (lock) {
      if (admitted == most) {
        // Those that were admitted will run, and this one after them, even if threads are stopping.
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

  /** Returns whether the threads took it; if they are stopping it is for the one that asks. */
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
