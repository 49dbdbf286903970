package dev.serin.rpc;

import io.grpc.Codec;
import io.grpc.Decompressor;
import io.grpc.DecompressorRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * Compressed messages, which gRPC leaves as they are: it would decompress them on an event loop,
 * and before there is room for them.
 */
final class PackedMessages {
  private PackedMessages() {}

  /** Returns the compressions that calls may use: gzip, as gRPC's own registry. */
  static DecompressorRegistry registry() {
    return DecompressorRegistry.emptyInstance()
        .with(new Unchanged(), /* advertised= */ true)
        .with(Codec.Identity.NONE, /* advertised= */ false);
  }

  /** Returns what a compressed message decompresses to. */
  static InputStream unpack(InputStream message) throws IOException {
    return new GZIPInputStream(message);
  }

  private static final class Unchanged implements Decompressor {
    @Override
    public String getMessageEncoding() {
      return "gzip";
    }

    @Override
    public InputStream decompress(InputStream message) {
      return message;
    }
  }
}
