package dev.serin.rpc;

import dev.serin.access.Principal;
import io.grpc.ServerInterceptor;
import java.net.SocketAddress;
import java.util.List;

/**
 * Where a gRPC port listens, and what each call passes there before it is served.
 *
 * @param address a TCP port or a Unix domain socket
 * @param interceptors in the order in which a call passes them
 */
public record Listener(SocketAddress address, List<ServerInterceptor> interceptors) {
  /** Copies the list. */
  public Listener {
    interceptors = List.copyOf(interceptors);
  }

  /** Returns a listener whose services do not ask who calls. */
  public static Listener of(SocketAddress address) {
    return new Listener(address, List.of());
  }

  /** Returns a listener that asks for no credential: whoever reaches it is anonymous. */
  public static Listener anonymous(SocketAddress address) {
    return new Listener(address, List.of(new CallerIdentity(Principal.ANONYMOUS)));
  }
}
