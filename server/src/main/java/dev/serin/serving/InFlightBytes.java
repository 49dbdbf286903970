package dev.serin.serving;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all calls hold together: requests from their first byte, and answers until the
 * transport has sent the last one. Thread-safe, without a lock.
 */
public final class InFlightBytes {
  /**
   * The cost of a call beyond its bytes, which bounds the number of small calls too: its objects,
   * and the smallest buffer of an answer.
   */
  static final long OVERHEAD_BYTES = 8 << 10;

  private final long limit;
  private final AtomicLong bytes = new AtomicLong();

  /** Limits all calls together to this many bytes. */
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

  /** Opens the account of a new call; it is {@link CallBytes#refused} if there is no room. */
  public CallBytes open() {
    return new CallBytes(this);
  }

  /**
   * Takes the bytes if there is room for them. One overhead is free: a single call of as many bytes
   * as the limit fits. A call that does not fit takes nothing even for a moment, as it could
   * displace another one that fits.
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
