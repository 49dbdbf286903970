package dev.serin.server;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks periodically on one thread; a task that fails is logged and runs again. */
final class Scheduler implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Scheduler.class);
  private static final long CLOSE_SECONDS = 2;

  private final ScheduledExecutorService thread;

  Scheduler(String name) {
    thread = Executors.newSingleThreadScheduledExecutor(task -> {
      var worker = new Thread(task, name);
      worker.setDaemon(true);
      return worker;
    });
  }

  /** Runs a task with this delay after the start and after each run. */
  void every(Duration period, Runnable task) {
    var unused = thread.scheduleWithFixedDelay(
        () -> guarded(task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Runs a task once, after the current one. */
  void once(Runnable task) {
    thread.execute(() -> guarded(task));
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      log.error("scheduled task failed; it will run again", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        log.warn("scheduled task still running after {} s", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
