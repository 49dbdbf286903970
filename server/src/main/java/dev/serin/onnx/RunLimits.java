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
 * Stops runs that take too long. ONNX Runtime checks between two operators, also within a loop,
 * whether to stop.
 *
 * <p>Thread-safe. Times are counted in ticks: a run is stopped up to two of them late, and
 * beginning and ending a run cost next to nothing.
 */
final class RunLimits {
  private static final Logger log = LoggerFactory.getLogger(RunLimits.class);
  static final Duration TICK = Duration.ofMillis(100);

  /** A run that is still running this long after its limit is reported. */
  private static final long GRACE_TICKS = 50;

  private final Set<Run> runs = ConcurrentHashMap.newKeySet();
  private final AtomicLong now = new AtomicLong();

  RunLimits() {}

  /** Returns limits with a daemon thread that ticks. */
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
   * Begins a run with this limit.
   *
   * @param version the version that runs, as text for people
   */
  Run begin(String version, Duration limit) throws OrtException {
    long ticks = limit.isNegative() ? 0 : limit.toMillis() / TICK.toMillis() + 1;
    var run = new Run(version, now.get() + ticks);
    runs.add(run);
    return run;
  }

  /** The runs that are still running some seconds after their limit. */
  List<OverdueRun> overdue() {
    long tick = now.get();
    return runs.stream()
        .filter(run -> tick - run.last > GRACE_TICKS)
        .map(run ->
            new OverdueRun(run.version, run.thread.getName(), TICK.multipliedBy(tick - run.last)))
        .toList();
  }

  /** Stops the runs whose time is over. */
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

    /** Whether it was stopped at its limit. */
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
            log.error("{}: stopping a run failed", version, e);
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
