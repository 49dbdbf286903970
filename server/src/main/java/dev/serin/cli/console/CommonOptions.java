package dev.serin.cli.console;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that every verb has. */
public final class CommonOptions {
  private static final Pattern JSON = Pattern.compile("-o[= ]?json(?: |$)");

  @Option(
      names = "-o",
      paramLabel = "FORMAT",
      defaultValue = "table",
      converter = Converter.class,
      description = "table (default) or json (one object per line)")
  private Kind kind = Kind.TABLE;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  private boolean help;

  /** Whether to print JSON. */
  public boolean json() {
    return kind == Kind.JSON;
  }

  /** Whether a command line that cannot be parsed asks for JSON. */
  public static boolean json(List<String> arguments) {
    return JSON.matcher(String.join(" ", arguments)).find();
  }

  private enum Kind {
    TABLE,
    JSON
  }

  /** Reads the format. */
  private static final class Converter implements ITypeConverter<Kind> {
    @Override
    public Kind convert(String text) {
      try {
        return Kind.valueOf(text.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(text + " (expected: table or json)");
      }
    }
  }
}
