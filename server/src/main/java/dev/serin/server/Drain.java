package dev.serin.server;

import dev.serin.serving.CallListener;
import dev.serin.serving.CallRecord;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The time that a gateway takes to stop. Once it says that it is not serving, it waits until its
 * callers have gone elsewhere: for a while without a finished call, but at most for two thirds of
 * that time; what is left is for calls in flight. Thread-safe.
 */
final class Drain implements CallListener {
  /** How long the port must be quiet. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  /** What calls in flight are given however long callers went on calling. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  /** What it takes to close what calls used, and to end the process, on a busy machine. */
  private static final Duration CLOSING = Duration.ofMillis(1_500);

  private static final long STEP_MILLIS = 50;

  private final LongSupplier ticker;
  private final Duration timeout;
  private final AtomicLong lastCall;

  /** What of the time is spent, once it runs. */
  private volatile LongSupplier spent = () -> 0;

  Drain(LongSupplier ticker, Duration timeout) {
    this.ticker = ticker;
    this.timeout = timeout;
    this.lastCall = new AtomicLong(ticker.getAsLong() - QUIET.toNanos());
  }

  @Override
  public void finished(CallRecord call) {
    lastCall.lazySet(ticker.getAsLong());
  }

  /** Starts the time, and returns when the port is quiet or two thirds of it are over. */
  void await() throws InterruptedException {
    long start = ticker.getAsLong();
    spent = () -> ticker.getAsLong() - start;
    long patience = timeout.toNanos() / 3 * 2;
    var never = new CountDownLatch(1);
    while (spent.getAsLong() < patience
        && ticker.getAsLong() - Math.max(lastCall.get(), start) < QUIET.toNanos()) {
      boolean unused = never.await(STEP_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** How long calls in flight may still take, so that the rest is enough to close. */
  Duration left() {
    var left = timeout.minusNanos(spent.getAsLong()).minus(CLOSING);
    return left.compareTo(LEAST) > 0 ? left : LEAST;
  }
}
