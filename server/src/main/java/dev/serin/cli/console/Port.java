package dev.serin.cli.console;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The address of a port of a gateway.
 *
 * @param source of the address: the option, the environment variable, or {@code default}
 */
public record Port(Kind kind, String source, String address) {

  /** The gRPC ports of a gateway. */
  public enum Kind {
    DATA("--server", "SERIN_SERVER", "127.0.0.1:8001"),
    ADMIN("--admin", "SERIN_ADMIN", "127.0.0.1:8003");

    private final String option;
    private final String variable;
    private final String usual;

    Kind(String option, String variable, String usual) {
      this.option = option;
      this.variable = variable;
      this.usual = usual;
    }

    /** The settings that change the address, such as {@code --server or SERIN_SERVER}. */
    String choice() {
      return option + " or " + variable;
    }
  }

  /** Returns the address in the option, else in the environment, else the default. */
  public static Port of(Kind kind, @Nullable String option, Console console) {
    if (option != null) {
      return new Port(kind, kind.option, option);
    }
    var inherited = console.environment().getOrDefault(kind.variable, "");
    return inherited.isEmpty()
        ? new Port(kind, "default", kind.usual)
        : new Port(kind, kind.variable, inherited);
  }

  /** Returns a client of this port; an invalid address is reported with its source. */
  public <C> C connect(Function<String, C> client) {
    try {
      return client.apply(address);
    } catch (IllegalArgumentException e) {
      throw VerbException.usage(source + ": " + e.getMessage());
    }
  }
}
