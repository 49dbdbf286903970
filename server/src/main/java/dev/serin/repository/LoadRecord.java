package dev.serin.repository;

import java.io.IOException;
import java.util.Optional;

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

  /** Returns how the first load of the files of this hash went; empty if there was none. */
  Optional<FirstLoad> first(String sha256);

  /** Records how the first load of the files of this hash went; it is on disk when this returns. */
  void first(String sha256, FirstLoad result) throws IOException;

  /**
   * How files were first loaded and run, in a process of their own.
   *
   * @param problem how they ended that process; empty if they did not
   */
  record FirstLoad(String problem) {
    /** Of files that may be loaded into the gateway's process. */
    public static final FirstLoad PASSED = new FirstLoad("");

    /** Whether they may be loaded into the gateway's process. */
    public boolean passed() {
      return problem.isEmpty();
    }
  }

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

      @Override
      public Optional<FirstLoad> first(String sha256) {
        return Optional.empty();
      }

      @Override
      public void first(String sha256, FirstLoad result) {
        // Nothing is kept.
      }
    };
  }
}
