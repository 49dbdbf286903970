package dev.serin.feedback;

import java.io.IOException;

/**
 * Where the labels that were seen survive a restart, by the hour in which the prediction was made
 * (whole hours since 1970). Its order is of no interest; a record may be there twice.
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

  /** Tells the visitor all that was added and not dropped, and the greatest hour dropped. */
  void replay(LabelVisitor visitor) throws IOException;

  /**
   * Forgets the labels of this hour and of all earlier ones, having first noted on disk that they
   * were dropped. The greatest hour dropped is kept for good.
   */
  void drop(long hour) throws IOException;

  /** Puts on disk what was added; asked for once a second, whether anything was or not. */
  void force() throws IOException;
}
