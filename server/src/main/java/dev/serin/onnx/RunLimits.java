package dev.serin.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.serin.model.OverdueRun;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends runs that take too long. ONNX Runtime looks between two operators, also within a loop,
 * whether it is to end.
 *
 * <p>Thread-safe. Times are counted in ticks: a run ends up to two of them late, and its begin and
 * end cost next to nothing.
 */
final class RunLimits {
  private static final Logger log = LoggerFactory.getLogger(RunLimits.class);
  static final Duration TICK = Duration.ofMillis(100);

  /** An operator that takes longer after the end of its run is told of. */
  private static final long GRACE_TICKS = 50;

  private final Set<Run> runs = ConcurrentHashMap.newKeySet();
  private final AtomicLong now = new AtomicLong();

  RunLimits() {}

  /** Returns limits whose ticks a thread of their own makes, which keeps no process from ending. */
  static RunLimits ticking() {
    var limits = new RunLimits();
    var thread = Executors.newSingleThreadScheduledExecutor(task -> {
      var daemon = new Thread(task, "serin-run-limits");
      daemon.setDaemon(true);
      return daemon;
    });
    var unused = thread.scheduleAtFixedRate(
        limits::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    return limits;
  }

  /**
   * Begins a run that may take so long.
   *
   * @param version what runs, for people
   */
  Run begin(String version, Duration limit) throws OrtException {
    long ticks = limit.isNegative() ? 0 : limit.toMillis() / TICK.toMillis() + 1;
    var run = new Run(version, now.get() + ticks);
    runs.add(run);
    return run;
  }

  /** The runs that were told to end some seconds ago and go on. */
  List<OverdueRun> overdue() {
    long tick = now.get();
    return runs.stream()
        .filter(run -> tick - run.last > GRACE_TICKS)
        .map(run ->
            new OverdueRun(run.version, run.thread.getName(), TICK.multipliedBy(tick - run.last)))
        .toList();
  }

  /** Ends the runs whose time is over. */
  void tick() {
    long tick = now.incrementAndGet();
    for (var run : runs) {
      run.endAfter(tick);
    }
  }

  /** One run, to be closed when it has returned. */
  final class Run implements AutoCloseable {
    private final Object lock = new Object();
    private final RunOptions options = new RunOptions();
    private final Thread thread = Thread.currentThread();
    private final String version;
    private final long last;

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private boolean ended;

    private Run(String version, long last) throws OrtException {
      this.version = version;
      this.last = last;
    }

    RunOptions options() {
      return options;
    }

    /** Whether its time was over. */
    boolean ended() {
      synchronized (lock) {
        return ended;
      }
    }

    private void endAfter(long tick) {
      synchronized (lock) {
        if (tick > last && !ended && !closed) {
          ended = true;
          try {
            options.setTerminate(true);
          } catch (OrtException e) {
            log.error("a run cannot be ended", e);
          }
        }
      }
    }

    @Override
    public void close() {
      runs.remove(this);
      synchronized (lock) {
        closed = true;
        options.close();
      }
    }
  }
}
