package dev.serin.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Makes threads that do not keep the process alive. */
final class Threads {
  private Threads() {}

  /** Returns an executor of one thread of this name. */
  static ExecutorService one(String name) {
    return Executors.newSingleThreadExecutor(task -> {
      var thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    });
  }
}
