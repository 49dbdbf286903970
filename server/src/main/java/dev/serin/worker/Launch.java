package dev.serin.worker;

import java.io.IOException;
import java.nio.file.Path;

/** Starts the process of a worker. */
@FunctionalInterface
public interface Launch {
  /**
   * Starts a process that connects to a socket.
   *
   * @param folder the worker's own, for all that it writes; it is deleted when the worker has ended
   * @param connections how many runs may go on at a time
   * @param threads how many threads an operator may use
   * @throws IOException if no process can be started
   */
  Process start(Path folder, Path socket, int connections, int threads) throws IOException;
}
