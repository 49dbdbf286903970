package dev.serin.batching;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
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
  private final AtomicInteger alive = new AtomicInteger();
  private final int count;
  private final List<Runner> runners = new CopyOnWriteArrayList<>();
  private String prefix = "";
  private int started;
  private volatile boolean closed;

  /** What the threads run. */
  interface Source {
    /** Returns the next thing to do after another one. */
    Schedule.Turn next(@Nullable Batch finished);

    /** Does it; never throws. */
    void run(Batch batch);

    /** Ends what a thread did that does nothing else. */
    void end(Batch finished);

    /** Gives up the thread of a batch; returns false if it has returned, or was given up before. */
    boolean lose(Batch batch);

    /** Called by the last thread when it ends. */
    void ended();
  }

  RunnerThreads(Source source, int count) {
    this.source = source;
    this.count = count;
  }

  /** Starts the threads. */
  synchronized void start(String names) {
    prefix = names;
    for (int i = 0; i < count; i++) {
      add();
    }
  }

  private synchronized void add() {
    var runner = new Runner(prefix + ++started);
    alive.incrementAndGet();
    runners.add(runner);
    runner.start();
  }

  /**
   * Starts threads in the place of some that have not returned from what they do; these end once
   * they return.
   *
   * @param such whether to replace a thread, by its name and what it does
   * @return what the replaced threads do
   */
  List<Batch> replace(BiPredicate<String, Batch> such) {
    var lost = new ArrayList<Batch>();
    for (var runner : runners) {
      var batch = runner.batch;
      if (batch != null && such.test(runner.getName(), batch) && source.lose(batch)) {
        add();
        lost.add(batch);
      }
    }
    return lost;
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

  /** One thread, and what it does. */
  private final class Runner extends Thread {
    private volatile @Nullable Batch batch;

    Runner(String name) {
      super(name);
    }

    @Override
    public void run() {
      work();
      runners.remove(this);
      if (alive.decrementAndGet() == 0) {
        source.ended();
      }
    }

    private void work() {
      @Nullable Batch finished = null;
      boolean replaced = false;
      while (!replaced) {
        var turn = source.next(finished);
        // It may be replaced at the last moment, with the next batch in its hands.
        replaced = finished != null && finished.lost();
        finished = null;
        if (turn.batch() == null && !replaced) {
          turn = secondLook();
        }
        if (turn == null) {
          return;
        }
        if (turn.batch() != null) {
          finished = turn.batch();
          batch = finished;
          source.run(finished);
          batch = null;
          replaced |= finished.lost();
        }
      }
      if (finished != null) {
        source.end(finished);
      }
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
