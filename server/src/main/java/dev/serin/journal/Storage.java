package dev.serin.journal;

import java.io.IOException;

/** One file that grows: what a journal needs of a disk. Confined to one thread. */
interface Storage extends AutoCloseable {

  /** All bytes. */
  byte[] read() throws IOException;

  /** Adds bytes at the end; when it throws, any number of them may have been added. */
  void append(byte[] bytes) throws IOException;

  /** Puts on disk what was added or cut. */
  void force() throws IOException;

  /** Cuts what is behind that many bytes. */
  void truncate(long length) throws IOException;

  /**
   * Throws if the file is no longer the one that was opened: what is written to it is lost then.
   */
  void check() throws IOException;

  @Override
  void close() throws IOException;
}
