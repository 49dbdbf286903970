package dev.serin.cli.console;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which port of a gateway to call.
 *
 * @param source where the address is from: an option, a variable of the environment, or neither
 */
public record Port(Kind kind, String source, String address) {

  /** The ports that a gateway answers calls on. */
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

    /** What a person can change, as in {@code --server or SERIN_SERVER}. */
    String choice() {
      return option + " or " + variable;
    }
  }

  /** Returns the port that the option names, else the environment, else the usual one. */
  public static Port of(Kind kind, @Nullable String option, Console console) {
    if (option != null) {
      return new Port(kind, kind.option, option);
    }
    var inherited = console.environment().getOrDefault(kind.variable, "");
    return inherited.isEmpty()
        ? new Port(kind, "default", kind.usual)
        : new Port(kind, kind.variable, inherited);
  }

  /** Returns a client of this port; says where the address is from if it is not one. */
  public <C> C connect(Function<String, C> client) {
    try {
      return client.apply(address);
    } catch (IllegalArgumentException e) {
      throw VerbException.usage(source + ": " + e.getMessage());
    }
  }
}
