package dev.serin.serving;

import dev.serin.feedback.Predictions;
import dev.serin.model.Dispatcher;
import dev.serin.model.Lease;
import dev.serin.model.LoadedVersion;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs candidates on copies of calls that stable has answered, on one thread of low priority. A
 * copy is dropped when there is no room for it, when calls of users wait for a runner, or when the
 * machine is too busy. It holds the candidate by a lease of its own.
 *
 * <p>Thread-safe; {@link #offer} does not wait.
 */
public final class Shadows implements AutoCloseable {
  /** The most copies that wait or run. */
  static final int COPIES = 64;

  /** The most bytes of the copies that wait or run, except for a single one. */
  static final long LIMIT_BYTES = 64L << 20;

  private static final long LEAST_BYTES = LIMIT_BYTES / COPIES;
  private static final int PATIENCE_SECONDS = 10;
  private static final Logger log = LoggerFactory.getLogger(Shadows.class);

  private final ExecutorService thread;
  private final Dispatcher dispatcher;
  private final CpuLoad load;
  private final ShadowRuns runs;
  private final ShadowListener listener;
  private final AtomicLong bytes = new AtomicLong();
  private volatile boolean closed;

  /**
   * Starts the thread.
   *
   * @param dispatcher runs the calls of users
   * @param cpuLoad the load of the machine, from 0 to 1; negative while it is unknown
   */
  public Shadows(
      Dispatcher dispatcher,
      Predictions predictions,
      ShadowListener listener,
      DoubleSupplier cpuLoad,
      Time time) {
    this(
        ownThread(),
        dispatcher,
        new CpuLoad(cpuLoad, time.ticker()),
        new ShadowRuns(predictions, listener, time),
        listener);
  }

  /** Runs on an executor of one thread, which it shuts down. */
  Shadows(
      ExecutorService thread,
      Dispatcher dispatcher,
      CpuLoad load,
      ShadowRuns runs,
      ShadowListener listener) {
    this.thread = thread;
    this.dispatcher = dispatcher;
    this.load = load;
    this.runs = runs;
    this.listener = listener;
  }

  /** Queues a copy, or drops it. */
  void offer(ShadowCopy copy) {
    long size = Math.max(copy.bytes(), LEAST_BYTES);
    if (dispatcher.waiting() || !take(size)) {
      listener.dropped(copy.model());
      return;
    }
    var lease = copy.route().candidate().lease();
    if (lease.isEmpty() || !execute(copy, lease.get(), size)) {
      bytes.addAndGet(-size);
      listener.dropped(copy.model());
    }
  }

  /** Takes the bytes if there is room for them, or no other copy waits or runs. */
  private boolean take(long size) {
    long before;
    do {
      before = bytes.get();
      if (before > 0 && before + size > LIMIT_BYTES) {
        return false;
      }
    } while (!bytes.compareAndSet(before, before + size));
    return true;
  }

  private boolean execute(ShadowCopy copy, Lease lease, long size) {
    try {
      thread.execute(() -> {
        try (lease) {
          run(copy, lease.version());
        } finally {
          bytes.addAndGet(-size);
        }
      });
      return true;
    } catch (RejectedExecutionException closing) {
      lease.close();
      return false;
    }
  }

  private void run(ShadowCopy copy, LoadedVersion candidate) {
    if (closed || dispatcher.waiting() || load.above(copy.route().maxCpu())) {
      listener.dropped(copy.model());
    } else {
      runs.run(copy, candidate);
    }
  }

  /**
   * Starts the thread at once: an executor that is shut down while it starts its first thread may
   * keep what waits for ever, and with it a lease.
   */
  private static ExecutorService ownThread() {
    var executor = new ThreadPoolExecutor(
        1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Shadows::thread);
    executor.prestartCoreThread();
    return executor;
  }

  @SuppressWarnings("ThreadPriorityCheck") // only a hint: users' calls are slightly faster
  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "serin-shadow");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }

  /** Drops the waiting copies, and waits up to 10 s for the running one. */
  @Override
  public void close() {
    closed = true;
    thread.shutdown();
    try {
      if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        log.warn(
            "shadow run still in progress after {} s; shutting down without it", PATIENCE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
