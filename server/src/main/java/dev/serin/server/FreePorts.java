package dev.serin.server;

import dev.serin.rpc.SocketFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks that a gateway can open its ports, before it writes anything. Another process may still
 * take one in between.
 */
public final class FreePorts {
  private final CloseStack sockets;
  private final List<String> problems = new ArrayList<>();

  private FreePorts(CloseStack sockets) {
    this.sockets = sockets;
  }

  /** Throws with all problems at once, each naming the option of the port. */
  static void check(GatewayOptions.Address address) throws StartException {
    // All are open at the same time, so that two equal ones fail.
    try (var sockets = new CloseStack()) {
      var ports = new FreePorts(sockets);
      ports.open("--port", new InetSocketAddress(address.host(), address.grpcPort()));
      ports.open("--http-port", new InetSocketAddress(address.host(), address.httpPort()));
      ports.admin(address);
      if (!ports.problems.isEmpty()) {
        throw new StartException(ports.problems);
      }
    }
  }

  /** Returns why a gateway cannot open this admin socket; empty if it can. */
  public static Optional<String> problem(Path adminSocket) {
    return SocketFile.problem(adminSocket);
  }

  private void admin(GatewayOptions.Address address) {
    if (address.admin() instanceof UnixDomainSocketAddress socket) {
      problem(socket.getPath()).ifPresent(text -> problems.add("--admin-socket: " + text));
    } else if (address.admin() instanceof InetSocketAddress port) {
      open("--admin-port", port);
    }
  }

  private void open(String option, InetSocketAddress address) {
    try {
      bind(address);
    } catch (IOException e) {
      problems.add(option + ": " + problem(address, e));
    }
  }

  private void bind(SocketAddress address) throws IOException {
    sockets.push(new ServerSocket()).bind(address);
  }

  private static String problem(InetSocketAddress address, IOException failure) {
    var reason = String.valueOf(failure.getMessage());
    return reason.contains("in use")
        ? address.getPort() + " is in use (expected: a free port; 0 picks one)"
        : address.getPort() + " cannot be opened at " + address.getHostString() + ": " + reason
            + " (expected: a port and a --host that this process can open)";
  }
}
