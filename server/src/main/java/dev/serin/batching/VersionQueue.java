package dev.serin.batching;

import dev.serin.model.BatchLimit;
import dev.serin.model.BatchSettings;
import dev.serin.model.LoadedVersion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for one version.
 *
 * <p>Thread-safe: {@link #add} and the numbers take no lock; all else is confined to the lock of
 * its {@link Schedule}.
 */
final class VersionQueue {
  /** How many requests are looked at for one run. */
  private static final int MOST_LOOKED_AT = 1_024;

  private final LoadedVersion version;
  private final ModelQueues model;
  private final Queue<Pending> arrived = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong rows = new AtomicLong();

  /** In the order of arrival. */
  private final Deque<Pending> waiting = new ArrayDeque<>();

  private final Flow ownFlow = new Flow();
  private final Handicap handicap = new Handicap();
  private volatile boolean slow;
  private int running;
  /** The runs that have not returned, also if others have taken the place of their runners. */
  private int outside;

  private final boolean isolated;

  VersionQueue(LoadedVersion version, ModelQueues model) {
    this.version = version;
    this.model = model;
    this.isolated = version.predictor().process().isPresent();
  }

  LoadedVersion version() {
    return version;
  }

  /** The queues of its model. */
  ModelQueues model() {
    return model;
  }

  /** The processor time that the version has received while it was slow. */
  Flow ownFlow() {
    return ownFlow;
  }

  /** What makes up for what the version's share does to its requests. */
  Handicap handicap() {
    return handicap;
  }

  /** Whether the version was slow when its requests last waited. */
  boolean slow() {
    return slow;
  }

  void slow(boolean is) {
    slow = is;
  }

  /**
   * Adds a request; returns whether no other one waited, so that its schedule has to be told. A
   * request may be taken before it is counted: the count is then negative for a moment.
   */
  boolean add(Pending request) {
    arrived.add(request);
    rows.addAndGet(request.rows());
    return count.getAndIncrement() == 0;
  }

  /** Notes that a runner took a batch. */
  void started() {
    running++;
    outside++;
  }

  /** Notes that a batch was run, or its runner given up. */
  void ended() {
    running--;
  }

  /** Notes that the runner of a batch has returned. */
  void returned() {
    outside--;
  }

  /**
   * Whether as many runs go on as may at a time.
   *
   * @param most of a version in a process of its own
   */
  boolean busy(int most) {
    return running >= model.settings().maxRuns().orElse(Integer.MAX_VALUE)
        || (isolated && outside >= most);
  }

  /** Whether its version runs in a process of its own. */
  boolean isolated() {
    return isolated;
  }

  /** How many requests wait. */
  int count() {
    return count.get();
  }

  /** About how long one runner takes for the requests that wait. */
  long backlogNanos(BatchSettings settings) {
    long requests = count.get();
    if (requests <= 0) {
      return 0;
    }
    long waitingRows = Math.max(requests, rows.get());
    // Requests with many rows each run one by one.
    long rowsOfRun = Math.max(mostRows(settings), waitingRows / requests);
    long full = waitingRows / rowsOfRun;
    long rest = waitingRows % rowsOfRun;
    return full * version.runTimes().expectedNanos(rowsOfRun)
        + (rest > 0 ? version.runTimes().expectedNanos(rest) : 0);
  }

  /** The most rows of several requests that share a run. */
  private long mostRows(BatchSettings settings) {
    return Math.min(version.batchLimit().rows(), settings.maxBatch().orElse(BatchLimit.MOST_ROWS));
  }

  private long mostRows() {
    return mostRows(model.settings());
  }

  /** Collects what has arrived. */
  void collect() {
    for (var request = arrived.poll(); request != null; request = arrived.poll()) {
      waiting.addLast(request);
    }
  }

  /** The request that waits longest, or null. */
  @Nullable
  Pending head() {
    return waiting.peekFirst();
  }

  /** Whether a run would be as large as it may be. */
  boolean full() {
    long found = 0;
    long most = mostRows();
    for (var request : waiting) {
      found += request.rows();
      if (found >= most) {
        return true;
      }
    }
    return false;
  }

  /** Moves into a batch the request that waits longest, and all that may share its run. */
  void take(Batch batch, long nowNanos) {
    // Decided here and not by the runner: another one may just have found that no runs are shared.
    boolean compare = comparing();
    long most = compare ? Long.MAX_VALUE : mostRows();
    long bytes = 0;
    @Nullable Pending first = null;
    List<Pending> skipped = new ArrayList<>();
    for (int i = 0; i < MOST_LOOKED_AT && !waiting.isEmpty(); i++) {
      var next = waiting.removeFirst();
      if (next.gone(nowNanos) != null) {
        batch.addGone(next);
      } else if (first == null) {
        first = next;
        batch.add(next);
        bytes = next.bytes();
      } else if (next.joins(first)
          && batch.rows() + next.rows() <= most
          && bytes + next.bytes() <= BatchLimit.MOST_BYTES) {
        batch.add(next);
        bytes += next.bytes();
      } else {
        skipped.add(next);
      }
      boolean pair = compare && batch.members().size() == 2;
      if (first != null && (pair || first.alone() || batch.rows() >= most)) {
        break;
      }
    }
    for (int i = skipped.size() - 1; i >= 0; i--) {
      waiting.addFirst(skipped.get(i));
    }
    if (compare) {
      batch.compare();
    }
    taken(batch);
  }

  /** Whether two requests are to be run by themselves and together. */
  private boolean comparing() {
    return version.batchLimit().unchecked() && model.settings().maxBatch().orElse(2) > 1;
  }

  private void taken(Batch batch) {
    long gone = 0;
    for (var request : batch.gone()) {
      gone += request.rows();
    }
    rows.addAndGet(-batch.rows() - gone);
    count.addAndGet(-batch.members().size() - batch.gone().size());
  }

  /** Puts requests back, before all others. */
  void putBack(List<Pending> requests) {
    for (int i = requests.size() - 1; i >= 0; i--) {
      waiting.addFirst(requests.get(i));
      rows.addAndGet(requests.get(i).rows());
    }
    count.addAndGet(requests.size());
  }
}
