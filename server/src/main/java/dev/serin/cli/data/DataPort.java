package dev.serin.cli.data;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Port;
import dev.serin.cli.console.VerbException;
import dev.serin.client.ClientOptions;
import dev.serin.client.SerinClient;
import dev.serin.client.SerinException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option for the address of a gateway's data port. */
final class DataPort {
  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "the gateway's data port (default: SERIN_SERVER, else 127.0.0.1:8001)")
  private @Nullable String option;

  /** Returns the option that a follow-up command needs to reach the same gateway; may be empty. */
  String again() {
    return option == null ? "" : " --server " + option;
  }

  /**
   * Makes calls with a new client.
   *
   * @param timeout of each call or stream
   */
  <T> T call(Console console, Duration timeout, Function<SerinClient, T> call) {
    var port = Port.of(Port.Kind.DATA, option, console);
    try (var client = port.connect(address -> SerinClient.connect(
        address, ClientOptions.defaults().withDeadline(timeout).withStreamDeadline(timeout)))) {
      return call.apply(client);
    } catch (SerinException e) {
      throw VerbException.of(e, port);
    }
  }
}
