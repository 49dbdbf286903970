package dev.serin.cli;

import picocli.CommandLine.Option;

/** The options that say which ports a gateway listens on. */
final class GatewayPorts {
  private static final int GREATEST = 65_535;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8001",
      description = "the data port, gRPC (default: 8001; 0 picks a free one, here and below)")
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
      defaultValue = "8003",
      description = "the admin port, gRPC, for this machine only (default: 8003)")
  private int admin;

  int data() {
    return checked("--port", data);
  }

  int http() {
    return checked("--http-port", http);
  }

  int admin() {
    return checked("--admin-port", admin);
  }

  private static int checked(String option, int port) {
    if (port < 0 || port > GREATEST) {
      throw VerbException.usage(option + ": " + port + " (expected: 0 to " + GREATEST + ")");
    }
    return port;
  }
}
