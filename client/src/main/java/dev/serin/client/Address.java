package dev.serin.client;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** Where a gateway listens. */
sealed interface Address {

  /**
   * Parses an address such as {@code 127.0.0.1:8001}, {@code [::1]:8001} or
   * {@code unix:/run/serin/admin.sock}; throws {@link IllegalArgumentException} for any other.
   */
  static Address parse(String text) {
    return text.startsWith(SocketFile.SCHEME) ? SocketFile.parse(text) : Tcp.parse(text);
  }

  /**
   * Returns a builder of channels to this address, without TLS; throws
   * {@link IllegalArgumentException} if this platform does not support such addresses.
   */
  ManagedChannelBuilder<?> channel();

  /** A port of a host. */
  record Tcp(String host, int port) implements Address {
    private static final Pattern FORM =
        Pattern.compile("(?:\\[([^\\[\\]]+)]|([^:\\[\\]/]+)):(\\d{1,5})");

    private static Tcp parse(String text) {
      var matcher = FORM.matcher(text);
      if (matcher.matches()) {
        int port = Integer.parseInt(matcher.group(3));
        if (port >= 1 && port <= 65_535) {
          var name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
          return new Tcp(name, port);
        }
      }
      throw new IllegalArgumentException(
          "address: " + text + " (expected: host:port such as 127.0.0.1:8001, or unix:/path)");
    }

    @Override
    public ManagedChannelBuilder<?> channel() {
      return NettyChannelBuilder.forAddress(host, port).usePlaintext();
    }
  }

  /**
   * A Unix domain socket.
   *
   * @param path absolute
   */
  record SocketFile(String path) implements Address {
    private static final String SCHEME = "unix:";

    /** Takes {@code unix:/path} and {@code unix:///path}, as gRPC does. */
    private static SocketFile parse(String text) {
      var path = text.substring(SCHEME.length()).replaceFirst("^//(?=/)", "");
      if (!path.startsWith("/") || path.startsWith("//")) {
        throw new IllegalArgumentException("address: " + text
            + " (expected: unix: and an absolute path, such as unix:/run/serin/admin.sock)");
      }
      return new SocketFile(path);
    }

    @Override
    public ManagedChannelBuilder<?> channel() {
      if (!Epoll.isAvailable()) {
        throw new IllegalArgumentException("address: unix:" + path
            + " (expected: host:port; no Unix domain sockets on " + System.getProperty("os.name")
            + " on " + System.getProperty("os.arch") + ", where epoll does not load)");
      }
      return Grpc.newChannelBuilder(target(), InsecureChannelCredentials.create());
    }

    private String target() {
      try {
        // Built from parts, so that characters that a URI cannot have are escaped.
        return new URI("unix", null, path, null).toString();
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException("address: unix:" + path + " (expected: a path)", e);
      }
    }
  }
}
