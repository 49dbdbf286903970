package dev.serin.journal;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/** A file in memory that loses unforced data in a crash, and that can fail. */
final class MemoryStorage implements Storage {
  private byte[] written;
  private byte[] forced;
  /** The free bytes of the disk. */
  private int space = Integer.MAX_VALUE;

  private boolean forceFails;
  private boolean truncateFails;
  private boolean gone;

  MemoryStorage(byte[] content) {
    written = content.clone();
    forced = content.clone();
  }

  void space(int bytes) {
    space = bytes;
  }

  void failForce(boolean fails) {
    forceFails = fails;
  }

  void failTruncate(boolean fails) {
    truncateFails = fails;
  }

  /** Deletes the name of the file. */
  void delete() {
    gone = true;
  }

  /** Crashes the machine; a prefix of the unforced data may survive. */
  void crash(Random random) {
    int most = isAppended() ? written.length - forced.length : 0;
    int kept = forced.length + random.nextInt(most + 1);
    written = kept > forced.length ? Arrays.copyOf(written, kept) : forced;
    forced = written;
  }

  @Override
  public byte[] read() {
    return written.clone();
  }

  @Override
  public void append(byte[] bytes) throws IOException {
    int taken = Math.min(space, bytes.length);
    int end = written.length;
    written = Arrays.copyOf(written, end + taken);
    System.arraycopy(bytes, 0, written, end, taken);
    space -= taken;
    if (taken < bytes.length) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  public void force() throws IOException {
    if (forceFails) {
      throw new IOException("Input/output error");
    }
    forced = written;
  }

  @Override
  public void truncate(long length) throws IOException {
    if (truncateFails) {
      throw new IOException("Input/output error");
    }
    written = Arrays.copyOf(written, (int) Math.min(length, written.length));
  }

  @Override
  public void check() throws IOException {
    if (gone) {
      throw new IOException("deleted while in use");
    }
  }

  @Override
  public void close() {}

  private boolean isAppended() {
    return written.length >= forced.length
        && Arrays.equals(written, 0, forced.length, forced, 0, forced.length);
  }
}
