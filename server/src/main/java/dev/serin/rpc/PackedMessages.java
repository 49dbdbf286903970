package dev.serin.rpc;

import io.grpc.Codec;
import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.Decompressor;
import io.grpc.DecompressorRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Compressed messages: gzip, and deflate, which in gRPC is the zlib format.
 *
 * <p>gRPC leaves received ones as they are: it would decompress them on an event loop, and before
 * there is room for them. Answers are compressed fast rather than well, as it costs a runner's
 * time.
 */
final class PackedMessages {
  private static final String GZIP = "gzip";
  private static final String DEFLATE = "deflate";

  /** The first byte of gzip; that of zlib always ends in 8. */
  private static final int FIRST_OF_GZIP = 0x1f;

  private static final Set<String> NAMES = Set.of(GZIP, DEFLATE);

  private PackedMessages() {}

  /** Returns the compressions that calls may use. */
  static DecompressorRegistry received() {
    return DecompressorRegistry.emptyInstance()
        .with(new Unchanged(GZIP), /* advertised= */ true)
        .with(new Unchanged(DEFLATE), /* advertised= */ true)
        .with(Codec.Identity.NONE, /* advertised= */ false);
  }

  /** Returns the compressions of answers. */
  static CompressorRegistry sent() {
    var registry = CompressorRegistry.newEmptyInstance();
    registry.register(Codec.Identity.NONE);
    registry.register(new Gzip());
    registry.register(new Deflate());
    return registry;
  }

  /** Whether answers can be compressed in this way. */
  static boolean known(String encoding) {
    return NAMES.contains(encoding);
  }

  /** Returns what a compressed message decompresses to. */
  static InputStream unpack(InputStream message) throws IOException {
    var packed = new PushbackInputStream(message);
    int first = packed.read();
    if (first >= 0) {
      packed.unread(first);
    }
    return first == FIRST_OF_GZIP || first < 0
        ? new GZIPInputStream(packed)
        : new InflaterInputStream(packed);
  }

  private record Unchanged(String name) implements Decompressor {
    @Override
    public String getMessageEncoding() {
      return name;
    }

    @Override
    public InputStream decompress(InputStream message) {
      return message;
    }
  }

  private static final class Gzip implements Compressor {
    @Override
    public String getMessageEncoding() {
      return GZIP;
    }

    @Override
    public OutputStream compress(OutputStream target) throws IOException {
      return new FastGzip(target);
    }
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream target) throws IOException {
      super(target);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  private static final class Deflate implements Compressor {
    @Override
    public String getMessageEncoding() {
      return DEFLATE;
    }

    @Override
    public OutputStream compress(OutputStream target) {
      return new FastDeflate(target);
    }
  }

  private static final class FastDeflate extends DeflaterOutputStream {
    FastDeflate(OutputStream target) {
      super(target);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
