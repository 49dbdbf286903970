package dev.serin.benchmarks.ladder.load;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A call in flight, reused for later ones. Begun by the thread that sends it, then confined to the
 * connection's reader.
 */
final class Call {
  private static final int FIRST_BYTES = 256;

  /** When the call was to be sent. */
  long startNanos;
  /** The stream of a call in flight; 0 if there is none. */
  volatile int stream;

  private @Nullable Request request;
  private byte[] reply = new byte[FIRST_BYTES];
  private int length;

  void begin(Request next, int nextStream, long nanos) {
    request = next;
    startNanos = nanos;
    length = 0;
    stream = nextStream; // last, because the reader looks at it first
  }

  /** Adds a part of the reply. */
  void add(byte[] from, int offset, int count) {
    if (length + count > reply.length) {
      reply = Arrays.copyOf(reply, Math.max(length + count, 2 * reply.length));
    }
    System.arraycopy(from, offset, reply, length, count);
    length += count;
  }

  /** Ends the call; throws IllegalStateException if the reply is not the expected one. */
  void end(Protocol protocol) {
    stream = 0;
    if (request != null) {
      request.verify(protocol, reply, length);
    }
  }
}
