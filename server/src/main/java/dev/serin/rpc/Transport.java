package dev.serin.rpc;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** The transport of a gRPC port: TCP, or a Unix domain socket. */
sealed interface Transport permits Transport.Tcp, SocketFile {

  /** Returns the transport of an address; does not listen yet. */
  static Transport of(SocketAddress address) throws IOException {
    return address instanceof UnixDomainSocketAddress unix
        ? SocketFile.prepare(unix.getPath())
        : new Tcp(address);
  }

  /** Returns a builder of servers that listen here. */
  NettyServerBuilder builder();

  /** Starts a server made by that builder. */
  void start(Server server) throws IOException;

  /** Releases the server's resources; to be called once it has terminated. */
  void close();

  /** A TCP port. */
  record Tcp(SocketAddress address) implements Transport {
    @Override
    public NettyServerBuilder builder() {
      return NettyServerBuilder.forAddress(address);
    }

    @Override
    public void start(Server server) throws IOException {
      server.start();
    }

    @Override
    public void close() {}
  }
}
