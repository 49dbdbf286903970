package dev.serin.server;

import static org.assertj.core.api.Assertions.fail;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Bounded waits for what a gateway does on its own within a second or two. */
final class Await {
  private static final long SECONDS = 60;
  private static final long STEP_MILLIS = 20;

  private Await() {}

  /** Polls the condition. */
  static void until(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    var never = new CountDownLatch(1);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        fail("not within %s s: %s", SECONDS, what);
      }
      boolean unused = never.await(STEP_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Returns the first element that fits. */
  static <T> T next(BlockingQueue<T> queue, Predicate<T> wanted) throws InterruptedException {
    while (true) {
      var next = queue.poll(SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        return fail("nothing came within %s s", SECONDS);
      }
      if (wanted.test(next)) {
        return next;
      }
    }
  }
}
