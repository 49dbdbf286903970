package dev.serin.server;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that does things again and again; none of them can stop another. */
final class Ticks implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Ticks.class);
  private static final long CLOSE_SECONDS = 2;

  private final ScheduledExecutorService thread;

  Ticks(String name) {
    thread = Executors.newSingleThreadScheduledExecutor(task -> {
      var worker = new Thread(task, name);
      worker.setDaemon(true);
      return worker;
    });
  }

  /** Does something after each period, counted from the end of the time before. */
  void every(Duration period, Runnable task) {
    var unused = thread.scheduleWithFixedDelay(
        () -> guarded(task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Does something once, after what is being done. */
  void once(Runnable task) {
    thread.execute(() -> guarded(task));
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      log.error("a tick failed; the next one is tried", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        log.warn("a tick is still busy after {} s", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
