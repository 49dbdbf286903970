package dev.serin.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The metrics in each content type. However many requests come, one thread computes one result at a
 * time, and a result answers all of them until it is {@link #KEPT} old.
 *
 * <p>Thread-safe; a request never blocks.
 */
final class Scrapes implements AutoCloseable {
  static final Duration KEPT = Duration.ofSeconds(1);

  private final Function<String, Page> metrics;
  private final LongSupplier ticker;
  private final ExecutorService thread = Threads.one("serin-scrape");
  private final Object lock = new Object();

  /** The newest result of each content type, of which there is a closed set. */
  @GuardedBy("lock")
  private final Map<String, Scrape> newest = new HashMap<>();

  /** One result, which may still be in progress. */
  private static final class Scrape {
    final CompletableFuture<Page> page = new CompletableFuture<>();
    /** Written before the page completes. */
    volatile long doneNanos;

    boolean usable(long nowNanos) {
      return !page.isDone() || nowNanos - doneNanos < KEPT.toNanos();
    }
  }

  /** Answers with what the function returns for a content type. */
  Scrapes(Function<String, Page> metrics, LongSupplier ticker) {
    this.metrics = metrics;
    this.ticker = ticker;
  }

  /** Returns the metrics in a content type, once they are computed. */
  CompletionStage<Page> of(String type) {
    long now = ticker.getAsLong();
    synchronized (lock) {
      var kept = newest.get(type);
      if (kept != null && kept.usable(now)) {
        return kept.page;
      }
      var next = new Scrape();
      newest.put(type, next);
      thread.execute(() -> compute(type, next));
      return next.page;
    }
  }

  private void compute(String type, Scrape scrape) {
    try {
      var page = metrics.apply(type);
      scrape.doneNanos = ticker.getAsLong();
      scrape.page.complete(page);
    } catch (Throwable e) { // else all requests would wait for ever
      scrape.doneNanos = ticker.getAsLong();
      scrape.page.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
