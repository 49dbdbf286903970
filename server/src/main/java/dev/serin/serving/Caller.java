package dev.serin.serving;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;

/**
 * The client that waits for the answer to a call, until it cancels or its deadline passes.
 *
 * <p>Thread-safe.
 */
public final class Caller {
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final List<Runnable> listeners = new ArrayList<>(1);

  private volatile boolean gone;

  /** Marks the caller as gone; has no effect the second time. */
  public void leave() {
    List<Runnable> told;
    synchronized (lock) {
      gone = true;
      told = List.copyOf(listeners);
      listeners.clear();
    }
    told.forEach(Runnable::run);
  }

  /** Whether the caller no longer waits. */
  public boolean isGone() {
    return gone;
  }

  /**
   * Runs this when the caller leaves, on the thread that calls {@link #leave}, or now if it is
   * gone.
   */
  void whenGone(Runnable listener) {
    synchronized (lock) {
      if (!gone) {
        listeners.add(listener);
        return;
      }
    }
    listener.run();
  }
}
