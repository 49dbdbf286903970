package dev.serin.cli.admin;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Port;
import dev.serin.cli.console.VerbException;
import dev.serin.client.SerinAdmin;
import dev.serin.client.SerinException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option for the address of a gateway's admin port. */
public final class AdminPort {
  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      description = "the gateway's admin port, or unix:/path for its admin socket (default:"
          + " SERIN_ADMIN, else 127.0.0.1:8003)")
  private @Nullable String option;

  /** Makes calls with a new client. */
  public <T> T call(Console console, Function<SerinAdmin, T> call) {
    var port = Port.of(Port.Kind.ADMIN, option, console);
    try (var admin = port.connect(SerinAdmin::connect)) {
      return call.apply(admin);
    } catch (SerinException e) {
      throw VerbException.of(e, port);
    }
  }
}
