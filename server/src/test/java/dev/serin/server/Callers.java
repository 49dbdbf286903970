package dev.serin.server;

import dev.serin.serving.PredictResult;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Threads that call again and again, each as soon as it has its answer. Thread-safe. */
final class Callers implements AutoCloseable {
  /** The number of concurrent calls. */
  static final int THREADS = 4;

  private static final long PATIENCE_SECONDS = 60;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final AtomicLong answered = new AtomicLong();
  private final Queue<Object> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean finished;

  /** Starts to call. */
  Callers(Supplier<PredictResult> call) {
    for (int i = 0; i < THREADS; i++) {
      threads.execute(() -> untilFinished(call));
    }
  }

  long answered() {
    return answered.get();
  }

  /** The results that were not answers. */
  Queue<Object> failures() {
    return failures;
  }

  /** Stops calling, and waits for the last answers. */
  void finish() throws InterruptedException {
    finished = true;
    threads.shutdown();
    if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      failures.add("a call that was never answered");
    }
  }

  @Override
  public void close() {
    finished = true;
    threads.shutdownNow();
  }

  private void untilFinished(Supplier<PredictResult> call) {
    try {
      while (!finished) {
        if (call.get() instanceof PredictResult.Refusal refusal) {
          failures.add(refusal);
        } else {
          answered.incrementAndGet();
        }
      }
    } catch (RuntimeException | Error e) {
      failures.add(e);
    }
  }
}
