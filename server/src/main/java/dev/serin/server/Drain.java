package dev.serin.server;

import dev.serin.serving.CallListener;
import dev.serin.serving.CallRecord;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Waits, once the gateway says that it is not serving, until its callers have gone elsewhere: for a
 * while without a finished call, but not for ever. Thread-safe.
 */
final class Drain implements CallListener {
  /** How long the port must be quiet. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  /** How long callers may go on calling before they are cut off. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final long STEP_MILLIS = 50;

  private final LongSupplier ticker;
  private final AtomicLong lastCall;

  Drain(LongSupplier ticker) {
    this.ticker = ticker;
    this.lastCall = new AtomicLong(ticker.getAsLong() - QUIET.toNanos());
  }

  @Override
  public void finished(CallRecord call) {
    lastCall.lazySet(ticker.getAsLong());
  }

  /** Returns when the port is quiet or patience is over. */
  void await() throws InterruptedException {
    long start = ticker.getAsLong();
    var never = new CountDownLatch(1);
    while (ticker.getAsLong() - start < PATIENCE.toNanos()
        && ticker.getAsLong() - Math.max(lastCall.get(), start) < QUIET.toNanos()) {
      boolean unused = never.await(STEP_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
