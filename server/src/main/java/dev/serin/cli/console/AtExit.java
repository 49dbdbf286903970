package dev.serin.cli.console;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Work that runs if the process shuts down while this is open. Thread-safe: the JVM runs the work
 * on a thread of its own.
 */
public final class AtExit implements AutoCloseable {
  private final AtomicBoolean ending = new AtomicBoolean();
  private final Thread hook;

  private AtExit(String name, Runnable work) {
    this.hook = new Thread(
        () -> {
          ending.set(true);
          work.run();
        },
        name);
  }

  /** Registers work to run at shutdown, on a thread of this name, unless this is closed first. */
  public static AtExit run(String name, Runnable work) {
    var atExit = new AtExit(name, work);
    Runtime.getRuntime().addShutdownHook(atExit.hook);
    return atExit;
  }

  /** Whether the process is shutting down, which explains failures from now on. */
  public boolean ending() {
    return ending.get();
  }

  @Override
  public void close() {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Already shutting down: the work is running or done.
      return;
    }
  }
}
