package dev.serin.benchmarks.ladder.load;

import java.nio.ByteBuffer;

/**
 * A request as it goes over the wire, in two parts: the head differs by user, the tail by row.
 * Knows the floats that its reply must have. Thread-safe: nothing writes to the arrays.
 */
final class Request {
  private static final int FRAME = 5;
  private static final float TOLERANCE = 1e-3f;

  private final byte[] head;
  private final byte[] tail;
  private final float[] expected;

  private Request(byte[] head, byte[] tail, float[] expected) {
    this.head = head;
    this.tail = tail;
    this.expected = expected;
  }

  /** Puts the frame's prefix in front. */
  static Request of(byte[] head, byte[] tail, float[] expected) {
    var framed = ByteBuffer.allocate(FRAME + head.length);
    framed.put((byte) 0).putInt(head.length + tail.length).put(head);
    return new Request(framed.array(), tail, expected);
  }

  byte[] head() {
    return head;
  }

  byte[] tail() {
    return tail;
  }

  int length() {
    return head.length + tail.length;
  }

  /** Throws IllegalStateException unless the bytes are one frame with the expected floats. */
  void verify(Protocol protocol, byte[] reply, int length) {
    var frame = ByteBuffer.wrap(reply, 0, length);
    if (length < FRAME || frame.get() != 0 || frame.getInt() != length - FRAME) {
      throw new IllegalStateException(
          "reply: " + length + " bytes (expected: one uncompressed message)");
    }
    var output = protocol.output(frame.slice());
    if (output.remaining() != expected.length * Float.BYTES) {
      throw new IllegalStateException("reply: " + output.remaining()
          + " bytes of output (expected: " + expected.length * Float.BYTES + ")");
    }
    for (int i = 0; i < expected.length; i++) {
      float found = output.getFloat(i * Float.BYTES);
      float wanted = expected[i];
      if (!(Math.abs(found - wanted) <= TOLERANCE * (1 + Math.abs(wanted)))) {
        throw new IllegalStateException(
            "reply: output " + i + " is " + found + " (expected: " + wanted + ")");
      }
    }
  }
}
