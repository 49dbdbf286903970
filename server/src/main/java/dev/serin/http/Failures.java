package dev.serin.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs failed pages: at most one a minute, with the number of failures in between. Thread-safe. */
final class Failures {
  static final Duration SILENCE = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private final LongSupplier ticker;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private boolean logged;

  @GuardedBy("lock")
  private long loggedNanos;

  @GuardedBy("lock")
  private long leftOut;

  Failures(LongSupplier ticker) {
    this.ticker = ticker;
  }

  void failed(String path, Throwable failure) {
    long now = ticker.getAsLong();
    long before;
    synchronized (lock) {
      if (logged && now - loggedNanos < SILENCE.toNanos()) {
        leftOut++;
        return;
      }
      before = leftOut;
      logged = true;
      loggedNanos = now;
      leftOut = 0;
    }
    log.error("{} failed ({} more since the last line)", path, before, failure);
  }
}
