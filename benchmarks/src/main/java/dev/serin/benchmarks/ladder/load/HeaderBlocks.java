package dev.serin.benchmarks.ladder.load;

import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import java.util.Arrays;

/**
 * Reads the headers of replies. Most are the same as the last ones and refer to the connection's
 * table alone, so that they need no decoding. Confined to one thread.
 */
final class HeaderBlocks {
  private static final byte[] NONE = {};

  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
  private byte[] good = NONE;

  /** Reads headers that begin a reply. */
  void begin(int stream, byte[] from, int offset, int length) throws Http2Exception {
    if (!isIndexed(from, offset, length)) {
      decode(stream, from, offset, length);
    }
  }

  /** Reads headers that end a reply; throws IllegalStateException unless they say OK. */
  void end(int stream, byte[] from, int offset, int length) throws Http2Exception {
    if (length > 0 && Arrays.equals(good, 0, good.length, from, offset, offset + length)) {
      return;
    }
    var status = decode(stream, from, offset, length);
    if (!status.startsWith("0")) {
      throw new IllegalStateException("grpc-status: " + status + " (expected: 0)");
    }
    if (isIndexed(from, offset, length)) {
      good = Arrays.copyOfRange(from, offset, offset + length);
    }
  }

  private String decode(int stream, byte[] from, int offset, int length) throws Http2Exception {
    good = NONE; // entries of the table may have moved
    var headers = decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(from, offset, length));
    return headers.get("grpc-status") + " " + headers.get("grpc-message") + " "
        + headers.get(":status");
  }

  /** Whether the headers are all in the table already, and leave it as it is. */
  private static boolean isIndexed(byte[] from, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (from[i] >= 0 || from[i] == (byte) 0xff) {
        return false;
      }
    }
    return true;
  }
}
