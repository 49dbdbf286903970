package dev.serin.server;

import dev.serin.serving.CallListener;
import dev.serin.serving.CallRecord;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time that a gateway takes to shut down. Once health reports NOT_SERVING, it waits until its
 * callers have gone elsewhere: until no call finished for a second, but for at most two thirds of
 * the time; the rest is for calls in flight. Thread-safe.
 */
final class Drain implements CallListener {
  /** How long the port must be quiet. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  /** The least time for calls in flight, however long callers kept calling. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  /** The time to close resources and to end the process on a busy machine. */
  private static final Duration CLOSING = Duration.ofMillis(1_500);

  private static final long STEP_MILLIS = 50;

  /**
   * What counts of one step at most: while the process stood still for longer, callers could not
   * call either.
   */
  private static final Duration MOST_OF_STEP = Duration.ofMillis(200);

  private final LongSupplier ticker;
  private final Duration timeout;
  /** Whether a call finished since it was last looked at. */
  private volatile boolean called;

  /** The time spent, once it runs. */
  private volatile LongSupplier spent = () -> 0;

  Drain(LongSupplier ticker, Duration timeout) {
    this.ticker = ticker;
    this.timeout = timeout;
  }

  @Override
  public void finished(CallRecord call) {
    // Most calls find it set, and so take no cache line from each other.
    if (!called) {
      called = true;
    }
  }

  /** Starts the time, and returns when the port is quiet or two thirds of the time are over. */
  void await() throws InterruptedException {
    long start = ticker.getAsLong();
    spent = () -> ticker.getAsLong() - start;
    long patience = timeout.toNanos() / 3 * 2;
    long before = start;
    long quiet = 0;
    called = false;
    var never = new CountDownLatch(1);
    while (before - start < patience && quiet < QUIET.toNanos()) {
      boolean unused = never.await(STEP_MILLIS, TimeUnit.MILLISECONDS);
      long now = ticker.getAsLong();
      quiet = called ? 0 : quiet + Math.min(now - before, MOST_OF_STEP.toNanos());
      called = false;
      before = now;
    }
  }

  /** Returns how long calls in flight may still take, so that the rest suffices for closing. */
  Duration left() {
    var left = timeout.minusNanos(spent.getAsLong()).minus(CLOSING);
    return left.compareTo(LEAST) > 0 ? left : LEAST;
  }
}
