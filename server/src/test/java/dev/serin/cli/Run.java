package dev.serin.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The output and the exit code of a run of the command. */
public record Run(int exitCode, String out, String err) {
  static {
    System.setProperty("serin.home", "..");
  }

  /** Runs the command without anything in the environment and not on a terminal. */
  public static Run of(String... arguments) {
    return with(Map.of(), false, arguments);
  }

  /** Runs the command against a gateway, which is in the environment. */
  public static Run against(FakeGateway gateway, String... arguments) {
    var environment = Map.of("SERIN_SERVER", gateway.address(), "SERIN_ADMIN", gateway.address());
    return with(environment, false, arguments);
  }

  public static Run with(Map<String, String> environment, boolean terminal, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exitCode = Main.run(arguments, stream(out), stream(err), environment, terminal);
    return new Run(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
