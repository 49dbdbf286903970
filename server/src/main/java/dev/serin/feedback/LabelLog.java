package dev.serin.feedback;

import java.io.IOException;

/**
 * The durable log of seen labels, by the hour of the prediction (whole hours since 1970). Records
 * may be in any order, and duplicated.
 *
 * <p>Thread-safe.
 */
public interface LabelLog {

  /**
   * Adds a label by its fingerprint of 16 bytes. When this returns, the record survives the end of
   * the process; after {@link #force} also that of the machine. When this throws, the record may or
   * may not be there.
   */
  void append(long hour, long high, long low) throws IOException;

  /** Passes to the visitor every label added and not dropped, and the greatest hour dropped. */
  void replay(LabelVisitor visitor) throws IOException;

  /**
   * Drops the labels of this hour and of all earlier ones, after writing to disk that they were
   * dropped. The greatest hour dropped is kept for good.
   */
  void drop(long hour) throws IOException;

  /** Forces added labels to disk; called once a second, even if there are none. */
  void force() throws IOException;
}
