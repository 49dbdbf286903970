package dev.serin.serving;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.serin.model.NoRoomException;

/**
 * What one call holds of the {@link InFlightBytes}. Its request is given back when it has been
 * served; its answer when it has left, too: the caller may be slow to take it. A call that is never
 * served gives all back when its stream is closed. Thread-safe.
 */
public final class CallBytes {
  private final InFlightBytes all;
  private final boolean refused;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private long overhead;

  @GuardedBy("lock")
  private long request;

  @GuardedBy("lock")
  private long answer;

  @GuardedBy("lock")
  private boolean served = true;

  @GuardedBy("lock")
  private boolean left;

  CallBytes(InFlightBytes all) {
    this.all = all;
    refused = !all.take(InFlightBytes.OVERHEAD_BYTES);
    overhead = refused ? 0 : InFlightBytes.OVERHEAD_BYTES;
  }

  /** Whether there was no room for one more call, however small. */
  public boolean refused() {
    return refused;
  }

  /** Takes bytes of the request, or of what is made of it; returns whether there is room. */
  public boolean takeRequest(long bytes) {
    synchronized (lock) {
      if (gone() || !all.take(bytes)) {
        return false;
      }
      request += bytes;
      return true;
    }
  }

  /** Gives back bytes of the request that are held no more. */
  public void giveRequest(long bytes) {
    synchronized (lock) {
      long given = Math.min(bytes, request);
      request -= given;
      all.give(given);
    }
  }

  /**
   * Makes the answer hold so many bytes from now on; returns whether there is room, and changes
   * nothing if there is none.
   */
  public boolean answer(long bytes) {
    synchronized (lock) {
      if (gone() || (bytes > answer && !all.take(bytes - answer))) {
        return false;
      }
      if (bytes < answer) {
        all.give(answer - bytes);
      }
      answer = bytes;
      return true;
    }
  }

  /** Returns what to throw for an answer of so many bytes that there is no room for. */
  public NoRoomException refused(long bytes) {
    synchronized (lock) {
      return new NoRoomException(refusal(bytes), bytes > all.limit() - request);
    }
  }

  /** Says why bytes were refused, for the caller. */
  public String refusal(long bytes) {
    return "limits.inFlightBytes: " + bytes + " bytes on top of " + all.bytes()
        + " (expected: at most " + all.limit() + " together)";
  }

  /** Holds everything until the call is {@link #served}. */
  void serve() {
    synchronized (lock) {
      served = false;
    }
  }

  /** Gives back the request: nobody looks at it any more. */
  void served() {
    synchronized (lock) {
      served = true;
      all.give(request);
      request = 0;
      giveAll();
    }
  }

  /** Gives back the answer: the transport has taken it, or it will never be taken. */
  public void left() {
    synchronized (lock) {
      left = true;
      giveAll();
    }
  }

  @GuardedBy("lock")
  private boolean gone() {
    return left && served;
  }

  @GuardedBy("lock")
  private void giveAll() {
    if (gone()) {
      all.give(overhead + request + answer);
      overhead = 0;
      request = 0;
      answer = 0;
    }
  }
}
