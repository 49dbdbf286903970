package dev.serin.serving;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all calls together hold in memory: their requests from the first byte that comes, and their
 * answers until the transport has taken the last one. Thread-safe, without a lock.
 */
public final class InFlightBytes {
  /**
   * What a call costs beyond its bytes, so that no number of small calls is without bound either:
   * its objects, and the smallest buffer that an answer is put into.
   */
  static final long OVERHEAD_BYTES = 8 << 10;

  private final long limit;
  private final AtomicLong bytes = new AtomicLong();

  /** Allows calls of that many bytes together. */
  public InFlightBytes(long limit) {
    this.limit = limit;
  }

  /** The bytes of all calls in flight. */
  public long bytes() {
    return bytes.get();
  }

  /** The most bytes that calls may hold. */
  public long limit() {
    return limit;
  }

  /**
   * Returns the account of a call that begins, which is {@link CallBytes#refused} if there is no
   * room.
   */
  public CallBytes open() {
    return new CallBytes(this);
  }

  /**
   * Takes the bytes if there is room for them. One overhead is free: a call alone of as many bytes
   * as the limit fits. A call that does not fit takes nothing, not even for a moment: it could push
   * out another one that does.
   */
  boolean take(long size) {
    long before;
    do {
      before = bytes.get();
      if (size > limit + OVERHEAD_BYTES - before) {
        return false;
      }
    } while (!bytes.compareAndSet(before, before + size));
    return true;
  }

  void give(long size) {
    bytes.addAndGet(-size);
  }
}
