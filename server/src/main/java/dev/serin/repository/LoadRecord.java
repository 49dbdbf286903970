package dev.serin.repository;

import java.io.IOException;

/**
 * The durable record of the files that the process was loading when it ended. Confined to the
 * repository thread.
 */
public interface LoadRecord {
  /** How often in a row the process ended while loading the files of this hash. */
  int ended(String sha256);

  /** Records that the files of this hash are being loaded; it is on disk when this returns. */
  void begin(String sha256) throws IOException;

  /** Records that loading them has ended, with or without success. */
  void end(String sha256) throws IOException;

  /** Returns a record that keeps nothing. */
  static LoadRecord nothing() {
    return new LoadRecord() {
      @Override
      public int ended(String sha256) {
        return 0;
      }

      @Override
      public void begin(String sha256) {
        // Nothing is kept.
      }

      @Override
      public void end(String sha256) {
        // Nothing is kept.
      }
    };
  }
}
