package dev.serin.control;

import java.io.IOException;
import java.util.Optional;

/** The port to the record of one gateway's last clean shutdown. Confined to the control thread. */
public interface ShutdownRecord {
  /**
   * Removes and returns the record; empty if the last gateway crashed, or there was none. The
   * record is durably removed when this returns, so that a crash from now on is recognised.
   */
  Optional<CleanShutdown> take() throws IOException;

  /** Writes the record, replacing any former one. */
  void write(CleanShutdown shutdown) throws IOException;
}
