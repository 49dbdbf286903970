package dev.serin.cli.console;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Something that has to be done if the process is asked to end while this is open. Thread-safe: the
 * process runs it on a thread of its own.
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

  /** Returns what runs the work, on a thread of that name, unless it is closed before. */
  public static AtExit run(String name, Runnable work) {
    var atExit = new AtExit(name, work);
    Runtime.getRuntime().addShutdownHook(atExit.hook);
    return atExit;
  }

  /** Whether the process is ending, so that what fails now fails because of that. */
  public boolean ending() {
    return ending.get();
  }

  @Override
  public void close() {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the work is under way or done.
      return;
    }
  }
}
