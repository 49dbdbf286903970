package dev.serin.cli.local;

import dev.serin.client.ClientOptions;
import dev.serin.client.Model;
import dev.serin.client.SerinAdmin;
import dev.serin.client.SerinException;
import dev.serin.server.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether the ports of a gateway are free on this machine, or taken by a running gateway. */
final class PortChecks {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final GatewayPorts ports;

  PortChecks(GatewayPorts ports) {
    this.ports = ports;
  }

  List<Check> run() {
    var socket = ports.adminSocket();
    return List.of(
        check("--port", ports.data()),
        check("--http-port", ports.http()),
        socket == null ? check("--admin-port", ports.admin()) : check(socket));
  }

  private Check check(String option, int port) {
    try {
      new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
      return Check.ok("port " + port, "free");
    } catch (IOException e) {
      return taken("port " + port, "taken: " + e.getMessage(), option);
    }
  }

  private Check check(Path socket) {
    var subject = "socket " + socket;
    return FreePorts.problem(socket)
        .map(problem -> taken(subject, problem, "--admin-socket"))
        .orElseGet(() -> Check.ok(subject, "free"));
  }

  private Check taken(String subject, String finding, String option) {
    return gateway()
        .map(found -> Check.ok(subject, found))
        .orElseGet(() -> Check.warn(subject, finding, "serve with another " + option));
  }

  /** Describes the gateway that answers at the admin port or socket, if one does. */
  private Optional<String> gateway() {
    var socket = ports.adminSocket();
    var address = socket == null ? "127.0.0.1:" + ports.admin() : "unix:" + socket;
    var options = ClientOptions.defaults().withDeadline(PATIENCE);
    try (var admin = SerinAdmin.connect(address, options)) {
      var models = admin.models().stream().map(Model::name).toList();
      return Optional.of("a gateway is running, with " + models);
    } catch (SerinException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
