package dev.serin.server;

import java.io.IOException;
import java.nio.file.Path;

/** The program of {@link ChildGateway}. It ends at once when its standard input does. */
public final class KilledGateway {
  private KilledGateway() {}

  /** Starts a gateway over a folder, on free ports, and prints these on standard output. */
  public static void main(String[] arguments) throws IOException, StartException {
    var output = System.out;
    System.setOut(System.err);
    var folder = Path.of(arguments[0]);
    var files = new GatewayOptions.Files(
        folder.resolve("serin.yaml"), folder.resolve("repository"), folder.resolve(".serin"), null);
    var address = new GatewayOptions.Address("127.0.0.1", 0, 0, 0);
    var gateway = Gateway.start(new GatewayOptions(files, address));
    output.println("ready grpc=" + gateway.grpcPort() + " admin=" + gateway.adminPort());
    while (System.in.read() >= 0) {
      // Only the end of input is expected.
    }
    Runtime.getRuntime().halt(0);
  }
}
