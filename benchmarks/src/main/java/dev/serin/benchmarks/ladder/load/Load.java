package dev.serin.benchmarks.ladder.load;

import java.io.IOException;

/** Calls to one server, from the start until it is closed. */
public interface Load extends AutoCloseable {
  /** Begins to call. */
  void start() throws IOException;

  /**
   * Counts the replies of the next seconds. Throws IllegalStateException if a call has failed, or a
   * reply was not the expected one.
   */
  Sample count(double seconds) throws InterruptedException;

  /** Ends the calls; waits a few seconds for the last replies. */
  @Override
  void close();
}
