package dev.serin.rpc;

import dev.serin.access.Principal;
import io.grpc.ServerInterceptor;
import java.net.SocketAddress;
import java.util.List;

/**
 * The address of a gRPC port, and the interceptors that each call passes before it is served.
 *
 * @param address a TCP port or a Unix domain socket
 * @param interceptors in the order in which a call passes them
 */
public record Listener(SocketAddress address, List<ServerInterceptor> interceptors) {
  public Listener {
    interceptors = List.copyOf(interceptors);
  }

  /** Returns a listener whose services do not need the caller's identity. */
  public static Listener of(SocketAddress address) {
    return new Listener(address, List.of());
  }

  /** Returns a listener that asks for no credential: every caller is anonymous. */
  public static Listener anonymous(SocketAddress address) {
    return new Listener(address, List.of(new CallerIdentity(Principal.ANONYMOUS)));
  }
}
