package dev.serin.benchmarks.ladder.rungs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The calls that wait for a run; wakes a runner only if one is asleep. Thread-safe. */
final class CallQueue {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();

  @GuardedBy("lock")
  private final ArrayDeque<QueuedCall> calls = new ArrayDeque<>();

  @GuardedBy("lock")
  private int asleep;

  void add(QueuedCall call) {
    lock.lock();
    try {
      calls.add(call);
      if (asleep > 0) {
        asleep--;
        filled.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for calls, and takes as many as there are, up to a number. */
  void take(List<QueuedCall> into, int most) throws InterruptedException {
    lock.lock();
    try {
      while (calls.isEmpty()) {
        asleep++;
        filled.await();
      }
      while (into.size() < most && !calls.isEmpty()) {
        into.add(calls.remove());
      }
    } finally {
      lock.unlock();
    }
  }
}
