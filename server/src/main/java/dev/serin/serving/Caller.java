package dev.serin.serving;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The client that waits for the answer to a call, until it cancels or its deadline passes.
 *
 * <p>Thread-safe, without a lock.
 */
public final class Caller {
  /** Stands for all listeners once the caller is gone. */
  private static final Listener GONE = new Listener(() -> {}, null);

  /** The listener added last; null for none. */
  private final AtomicReference<@Nullable Listener> last = new AtomicReference<>();

  /** A listener, and the one that was added before it. */
  private static final class Listener {
    private final Runnable action;
    private final @Nullable Listener before;

    Listener(Runnable action, @Nullable Listener before) {
      this.action = action;
      this.before = before;
    }

    /** Runs the listeners in the order in which they were added. */
    static void run(@Nullable Listener last) {
      if (last != null) {
        run(last.before);
        last.action.run();
      }
    }
  }

  /** Marks the caller as gone; has no effect the second time. */
  public void leave() {
    Listener.run(last.getAndSet(GONE));
  }

  /** Whether the caller no longer waits. */
  public boolean isGone() {
    return last.get() == GONE;
  }

  /**
   * Runs this when the caller leaves, on the thread that calls {@link #leave}, or now if it is
   * gone.
   */
  void whenGone(Runnable action) {
    Listener before;
    do {
      before = last.get();
      if (before == GONE) {
        action.run();
        return;
      }
    } while (!last.compareAndSet(before, new Listener(action, before)));
  }
}
