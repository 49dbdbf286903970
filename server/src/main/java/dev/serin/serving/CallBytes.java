package dev.serin.serving;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.serin.model.NoRoomException;

/**
 * The share of the {@link InFlightBytes} that one call holds. Its request is released when the call
 * has been served; its answer not before it has left as well: the caller may be slow to read it. A
 * call that is never served releases everything when its stream is closed. Thread-safe.
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

  /** Opens the account of another call, such as one of several on a stream. */
  public CallBytes another() {
    return all.open();
  }

  /** Whether there was no room for one more call, however small. */
  public boolean refused() {
    return refused;
  }

  /**
   * Takes bytes for the request, or for what it is decoded into; returns false if there is no room.
   */
  public boolean takeRequest(long bytes) {
    synchronized (lock) {
      if (gone() || !all.take(bytes)) {
        return false;
      }
      request += bytes;
      return true;
    }
  }

  /** Releases bytes of the request. */
  public void giveRequest(long bytes) {
    synchronized (lock) {
      long given = Math.min(bytes, request);
      request -= given;
      all.give(given);
    }
  }

  /**
   * Sets how many bytes the answer holds; returns false, and changes nothing, if there is no room.
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

  /** Returns the exception for an answer of this size that there is no room for. */
  public NoRoomException refused(long bytes) {
    synchronized (lock) {
      return new NoRoomException(refusal(bytes), bytes > all.limit() - request);
    }
  }

  /** Returns why bytes were refused, for the caller. */
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

  /** Releases the request: no thread reads it any more. */
  void served() {
    synchronized (lock) {
      served = true;
      all.give(request);
      request = 0;
      giveAll();
    }
  }

  /** Releases the answer: the transport has sent it, or never will. */
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
