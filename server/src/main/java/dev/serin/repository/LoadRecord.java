package dev.serin.repository;

import java.io.IOException;

/**
 * Remembers, beyond the end of the process, which files it was loading when it ended. Confined to
 * the repository thread.
 */
public interface LoadRecord {
  /** How often in a row the process ended while it loaded the files of this hash. */
  int ended(String sha256);

  /** Notes that the files of this hash are being loaded; it is on disk when this returns. */
  void begin(String sha256) throws IOException;

  /** Notes that loading them has come to an end, whichever. */
  void end(String sha256) throws IOException;

  /** Returns one that remembers nothing. */
  static LoadRecord nothing() {
    return new LoadRecord() {
      @Override
      public int ended(String sha256) {
        return 0;
      }

      @Override
      public void begin(String sha256) {
        // Nobody will ask.
      }

      @Override
      public void end(String sha256) {
        // Nobody will ask.
      }
    };
  }
}
