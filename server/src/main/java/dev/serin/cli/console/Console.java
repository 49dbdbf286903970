package dev.serin.cli.console;

import java.io.PrintStream;
import java.util.Map;

/**
 * Where a verb prints, and the environment it runs in.
 *
 * @param terminal whether the output is a terminal
 * @param colour whether colours may be used
 */
public record Console(
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    boolean terminal,
    boolean colour) {
  public Console {
    environment = Map.copyOf(environment);
  }

  /** Returns the console of a process; a terminal has colours unless NO_COLOR is set. */
  public static Console of(
      PrintStream out, PrintStream err, Map<String, String> environment, boolean terminal) {
    boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Console(out, err, environment, terminal, terminal && wanted);
  }

  public void print(String line) {
    out.println(line);
  }

  /** Returns a text in a style, or as it is if colours are off. */
  public String styled(Style style, String text) {
    return colour ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
  }

  /** How a terminal highlights a text. */
  public enum Style {
    BOLD(1),
    FAINT(2),
    RED(31),
    GREEN(32),
    YELLOW(33);

    private final int code;

    Style(int code) {
      this.code = code;
    }
  }
}
