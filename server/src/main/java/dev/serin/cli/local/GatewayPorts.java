package dev.serin.cli.local;

import dev.serin.cli.console.VerbException;
import dev.serin.cli.console.WholePath;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the ports of a gateway. */
final class GatewayPorts {
  private static final int GREATEST = 65_535;
  private static final int ADMIN = 8003;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8001",
      description =
          "the data port, gRPC (default: 8001; 0 picks a free one, for each of the ports)")
  private int data;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "8002",
      description = "the port of /metrics, /healthz and /readyz (default: 8002)")
  private int http;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description = "the admin port, gRPC, on loopback only (default: 8003)")
  private @Nullable Integer admin;

  @Option(
      names = "--admin-socket",
      paramLabel = "PATH",
      description = "a Unix domain socket instead of the admin port, for this user only; its"
          + " folder is created, or must be closed to other users (Linux)")
  private @Nullable Path adminSocket;

  int data() {
    return checked("--port", data);
  }

  int http() {
    return checked("--http-port", http);
  }

  int admin() {
    return checked("--admin-port", admin == null ? ADMIN : admin);
  }

  /** The socket that replaces the admin port; null if none does. */
  @Nullable
  Path adminSocket() {
    if (adminSocket == null) {
      return null;
    }
    if (admin != null) {
      throw VerbException.usage("--admin-socket: given with --admin-port (expected: one of them)");
    }
    return WholePath.of(adminSocket);
  }

  private static int checked(String option, int port) {
    if (port < 0 || port > GREATEST) {
      throw VerbException.usage(option + ": " + port + " (expected: 0 to " + GREATEST + ")");
    }
    return port;
  }
}
