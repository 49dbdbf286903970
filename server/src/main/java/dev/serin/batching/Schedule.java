package dev.serin.batching;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.serin.model.LoadedVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/*
 * Which requests a free runner takes:
 *
 *  1. Of the models with waiting requests, the one that has received the least processor time since
 *     it was last idle (start-time fair queueing: P. Goyal, H. Vin, H. Cheng, 1996). So a model
 *     with slow or many runs does not make others wait.
 *  2. Within a model, the version whose first request waits longest, with a handicap that makes
 *     calls of both versions of a healthy rollout take equally long, however small the share of one.
 *     (By processor time and share a version with a twentieth of the users would answer several
 *     times as late; by waiting time alone 0.56 to 1.16 times as late.)
 *  3. A version that takes more than twice as long as its model's stable, at an equal number of
 *     rows, is apart from its model. It gets processor time in proportion to its share, and never
 *     the last free runner; if there is only one, it waits until nothing else does.
 *
 *  4. A version of which as many runs go on as `maxRuns` allows waits for one of them to end.
 *
 *  5. A version in a process of its own holds a runner for nothing but waiting. If that takes long,
 *     another runner takes its place, so that a process that hangs keeps no one from running. As
 *     many of its runs go on at a time as there are runners.
 *
 * A run is charged what it is expected to take when it starts, so that two runners do not both serve
 * the same model, and what it took when it ends.
 *
 * Submitting takes no lock. A queue whose first request arrives is put into `woken`; a runner, under
 * the lock, moves it to `active`, and drops it from there when it is empty. The count of a queue is
 * raised after the request was added, and lowered after it was taken, so that it is above 0 only
 * while the queue is in one of the two.
 */

/**
 * Decides what the runners run.
 *
 * <p>Thread-safe: {@link #submitted} and {@link #expectedWait} take no lock.
 */
final class Schedule {
  /** A slow version with a smaller share is weighed as if it had this one. */
  private static final double LEAST_WEIGHT = 0.01;

  private final int runners;
  private final Traffic traffic;
  private final Queue<VersionQueue> woken = new ConcurrentLinkedQueue<>();
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final List<VersionQueue> active = new ArrayList<>();

  @GuardedBy("lock")
  private long turn;

  @GuardedBy("lock")
  private int running;

  /** What the flow that was served last had received by then. */
  @GuardedBy("lock")
  private double level;

  /** How many models had waiting requests at the last turn. */
  private volatile int contenders = 1;

  /** How many runners run slow versions. */
  private final AtomicInteger slowRuns = new AtomicInteger();

  /** Whether {@code maxBatchDelay} is ignored, because the gateway is shutting down. */
  private volatile boolean hurried;

  Schedule(int runners, Traffic traffic) {
    this.runners = runners;
    this.traffic = traffic;
  }

  /** Notes that a queue has requests after it had none. */
  void submitted(VersionQueue queue) {
    woken.add(queue);
  }

  /**
   * Returns about how long a request submitted now waits for a runner, given what waits before it.
   *
   * @param slow whether its version is slow, and so has a queue apart from its model's
   * @param backlogNanos how long one runner takes for the requests before it
   */
  long expectedWait(boolean slow, long backlogNanos) {
    return slow
        ? backlogNanos / Math.max(1, runners - 1)
        : backlogNanos * contenders / Math.max(1, runners - slowRuns.get());
  }

  /** Ignores {@code maxBatchDelay} from now on. */
  void hurry() {
    hurried = true;
  }

  /**
   * What a runner does next.
   *
   * @param batch to run; null if there is nothing to run now
   * @param retryNanos if there is nothing, after which time there may be something, though no
   *     request is submitted and no run ends; {@link Long#MAX_VALUE} for never
   */
  record Turn(@Nullable Batch batch, long retryNanos) {}

  /**
   * Returns what a runner does next.
   *
   * @param finished the batch that it has run
   */
  Turn next(@Nullable Batch finished, long nowNanos) {
    synchronized (lock) {
      if (finished != null) {
        finish(finished, nowNanos);
      }
      collect();
      turn++;
      return take(nowNanos);
    }
  }

  /** Ends a batch whose runner takes no other. */
  void end(Batch batch, long nowNanos) {
    synchronized (lock) {
      finish(batch, nowNanos);
    }
  }

  /**
   * Gives up the runner of a batch, whose place another one takes; returns false if it has returned
   * from the batch, or was given up before.
   */
  boolean lose(Batch batch) {
    synchronized (lock) {
      boolean lost = batch.lose();
      if (lost) {
        release(batch);
      }
      return lost;
    }
  }

  /** Releases what a batch holds while it runs. */
  @GuardedBy("lock")
  private void release(Batch batch) {
    running--;
    batch.queue().ended();
    batch.settle();
    if (batch.slow()) {
      slowRuns.decrementAndGet();
    }
  }

  @GuardedBy("lock")
  private void finish(Batch batch, long nowNanos) {
    batch.end();
    batch.queue().returned();
    if (!batch.lost()) {
      release(batch);
      if (!batch.slow() && batch.ran()) {
        balance(batch, nowNanos);
      }
    }
    var returned = batch.returned();
    if (!returned.isEmpty()) {
      int before = batch.queue().count();
      batch.queue().putBack(returned);
      if (before <= 0) {
        woken.add(batch.queue());
      }
    }
  }

  @GuardedBy("lock")
  private void balance(Batch batch, long nowNanos) {
    var queue = batch.queue();
    var stable = traffic.stable(queue.model().name());
    // Most models have one version with users: nothing to compare it with.
    if (stable.isPresent() && queue.model().size() > 1) {
      var stables = queue.model().queue(stable.get()).handicap();
      queue.handicap().ended(batch, stable.get(), stables, nowNanos);
    }
  }

  @GuardedBy("lock")
  private void collect() {
    for (var queue = woken.poll(); queue != null; queue = woken.poll()) {
      if (!active.contains(queue)) {
        active.add(queue);
      }
    }
    for (var queue : active) {
      queue.collect();
    }
  }

  /** A queue that a runner may serve now. */
  private record Candidate(
      VersionQueue queue, Pending head, Flow flow, double weight, boolean slow) {
    boolean before(@Nullable Candidate other) {
      if (other == null) {
        return true;
      }
      return flow == other.flow
          ? since() - other.since() < 0
          : flow.received() < other.flow.received();
    }

    private long since() {
      return head.queuedNanos() + queue.handicap().nanos();
    }
  }

  @GuardedBy("lock")
  private Turn take(long nowNanos) {
    @Nullable Candidate best = null;
    @Nullable Candidate slowest = null;
    long retry = Long.MAX_VALUE;
    int flows = 0;
    for (var queue : active) {
      var head = queue.head();
      if (head == null) {
        continue;
      }
      boolean slow = slow(queue);
      queue.slow(slow);
      var flow = slow ? queue.ownFlow() : queue.model().flow();
      if (flow.waits(turn, level) && !slow) {
        flows++;
      }
      if (queue.busy(runners)) {
        // The end of one of its runs is the next turn.
        continue;
      }
      long due = due(queue, head, nowNanos);
      if (due > 0) {
        retry = Math.min(retry, due);
        continue;
      }
      var candidate = new Candidate(queue, head, flow, slow ? weight(queue) : 1, slow);
      if (slow && runners == 1) {
        slowest = candidate.before(slowest) ? candidate : slowest;
      } else if ((!slow || runners - running > 1) && candidate.before(best)) {
        best = candidate;
      }
    }
    contenders = Math.max(1, flows);
    var chosen = best != null ? best : slowest;
    return new Turn(chosen == null ? null : take(chosen, nowNanos), retry);
  }

  /** How long the first request still waits for others to share its run. */
  private long due(VersionQueue queue, Pending head, long nowNanos) {
    long delay = queue.model().settings().maxBatchDelay().toNanos();
    return delay == 0 || hurried || head.alone() || queue.full()
        ? 0
        : head.queuedNanos() + delay - nowNanos;
  }

  @GuardedBy("lock")
  private Batch take(Candidate chosen, long nowNanos) {
    var queue = chosen.queue();
    var batch = new Batch(queue, chosen.flow(), chosen.weight(), chosen.slow(), nowNanos);
    level = chosen.flow().received();
    queue.take(batch, nowNanos);
    batch.charge(queue.version().runTimes().expectedNanos(batch.rows()));
    running++;
    queue.started();
    if (chosen.slow()) {
      slowRuns.incrementAndGet();
    }
    if (queue.count() <= 0) {
      active.remove(queue);
    }
    return batch;
  }

  private boolean slow(VersionQueue queue) {
    LoadedVersion version = queue.version();
    var stable = traffic.stable(queue.model().name());
    return stable.isPresent()
        && stable.get() != version
        && version.runTimes().aboveTwice(stable.get().runTimes());
  }

  private double weight(VersionQueue queue) {
    return Math.max(LEAST_WEIGHT, traffic.share(queue.version().id()));
  }
}
