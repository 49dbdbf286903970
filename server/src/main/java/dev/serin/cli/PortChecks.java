package dev.serin.cli;

import dev.serin.client.ClientOptions;
import dev.serin.client.Model;
import dev.serin.client.SerinAdmin;
import dev.serin.client.SerinException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether a gateway can have the ports that it needs on this machine, and who has them else. */
final class PortChecks {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final GatewayPorts ports;

  PortChecks(GatewayPorts ports) {
    this.ports = ports;
  }

  List<Check> run() {
    return List.of(
        check("--port", ports.data()),
        check("--http-port", ports.http()),
        check("--admin-port", ports.admin()));
  }

  private Check check(String option, int port) {
    var subject = "port " + port;
    try {
      new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
      return Check.ok(subject, "free");
    } catch (IOException e) {
      return gateway()
          .map(found -> Check.ok(subject, found))
          .orElseGet(() -> Check.warn(
              subject, "taken: " + e.getMessage(), "serve with " + option + " and a free port"));
    }
  }

  /** Says what answers at the admin port, if it is a gateway. */
  private Optional<String> gateway() {
    var address = "127.0.0.1:" + ports.admin();
    var options = ClientOptions.defaults().withDeadline(PATIENCE);
    try (var admin = SerinAdmin.connect(address, options)) {
      var models = admin.models().stream().map(Model::name).toList();
      return Optional.of("a gateway runs, with " + models);
    } catch (SerinException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
