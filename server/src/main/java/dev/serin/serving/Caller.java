package dev.serin.serving;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;

/**
 * Whoever waits for the answer to a call, and may give it up: cancel, or stop waiting at the
 * deadline.
 *
 * <p>Thread-safe.
 */
public final class Caller {
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final List<Runnable> listeners = new ArrayList<>(1);

  private volatile boolean gone;

  /** Says that the caller gave the call up; only the first time matters. */
  public void leave() {
    List<Runnable> told;
    synchronized (lock) {
      gone = true;
      told = List.copyOf(listeners);
      listeners.clear();
    }
    told.forEach(Runnable::run);
  }

  /** Whether the caller gave the call up. */
  public boolean isGone() {
    return gone;
  }

  /** Runs this when the caller gives the call up, on the thread that says so, or now if it has. */
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
