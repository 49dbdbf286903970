package dev.serin.batching;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/*
 * A runner that finds nothing to run counts itself as idle, looks once more, and then waits for a
 * permit. Whoever submits a request does so first and then looks for an idle runner: it takes one
 * off the count and releases a permit for it. So either the runner sees the request, or the
 * submitter sees the runner. A runner that finds something at its second look takes itself off the
 * count; if it is too late for that, its permit is on the way, and it takes that first.
 */

/** The threads that run models. Thread-safe. */
final class RunnerThreads {
  private final Source source;
  private final Semaphore permits = new Semaphore(0);
  private final AtomicInteger idle = new AtomicInteger();
  private final AtomicInteger alive;
  private volatile boolean closed;

  /** What the threads run. */
  interface Source {
    /** Returns the next thing to do after another one. */
    Schedule.Turn next(@Nullable Batch finished);

    /** Does it; never throws. */
    void run(Batch batch);

    /** Called by the last thread when it ends. */
    void ended();
  }

  RunnerThreads(Source source, int count) {
    this.source = source;
    this.alive = new AtomicInteger(count);
  }

  /** Starts the threads. */
  void start(String prefix) {
    int count = alive.get();
    for (int i = 1; i <= count; i++) {
      new Thread(this::work, prefix + i).start();
    }
  }

  /** Wakes an idle thread, if there is one, after a request was submitted. */
  void wake() {
    for (int waiting = idle.get(); waiting > 0; waiting = idle.get()) {
      if (idle.compareAndSet(waiting, waiting - 1)) {
        permits.release();
        return;
      }
    }
  }

  /** Whether all threads have ended. */
  boolean ended() {
    return alive.get() == 0;
  }

  /** Ends the threads once nothing waits. */
  void close() {
    closed = true;
    int waiting = idle.getAndSet(0);
    permits.release(waiting);
  }

  private void work() {
    @Nullable Batch finished = null;
    while (true) {
      var turn = source.next(finished);
      finished = null;
      if (turn.batch() == null) {
        turn = secondLook();
      }
      if (turn == null) {
        break;
      }
      if (turn.batch() != null) {
        source.run(turn.batch());
        finished = turn.batch();
      }
    }
    if (alive.decrementAndGet() == 0) {
      source.ended();
    }
  }

  /** Waits until there may be something to do; returns null when the thread has to end. */
  private Schedule.@Nullable Turn secondLook() {
    idle.incrementAndGet();
    var turn = source.next(null);
    if (turn.batch() != null) {
      leaveIdle();
      return turn;
    }
    if (closed && turn.retryNanos() == Long.MAX_VALUE) {
      return null;
    }
    if (turn.retryNanos() == Long.MAX_VALUE) {
      permits.acquireUninterruptibly();
    } else if (!acquire(turn.retryNanos())) {
      leaveIdle();
    }
    return turn;
  }

  private boolean acquire(long nanos) {
    try {
      return permits.tryAcquire(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      // Nothing interrupts a runner; it goes on as long as the gateway runs.
      return false;
    }
  }

  private void leaveIdle() {
    for (int waiting = idle.get(); waiting > 0; waiting = idle.get()) {
      if (idle.compareAndSet(waiting, waiting - 1)) {
        return;
      }
    }
    permits.acquireUninterruptibly();
  }
}
