package dev.serin.journal;

import java.io.IOException;

/** An append-only file: what a journal needs of a disk. Confined to one thread. */
interface Storage extends AutoCloseable {

  /** All bytes. */
  byte[] read() throws IOException;

  /** Adds bytes at the end; when it throws, any number of them may have been added. */
  void append(byte[] bytes) throws IOException;

  /** Forces additions and truncations to disk. */
  void force() throws IOException;

  /** Truncates the file to this many bytes. */
  void truncate(long length) throws IOException;

  /** Throws if the file is no longer the one that was opened: writes to it would be lost. */
  void check() throws IOException;

  @Override
  void close() throws IOException;
}
