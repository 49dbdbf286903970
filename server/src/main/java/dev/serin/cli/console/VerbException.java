package dev.serin.cli.console;

import dev.serin.client.SerinException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a verb cannot do what was asked; the message is one line for the person who asked.
 */
public final class VerbException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What gRPC says of an answer in HTTP. */
  private static final Pattern NOT_GRPC = Pattern.compile(
      "First received frame was not SETTINGS|HTTP status code \\d|invalid content-type");

  /** What a call in progress ends with when its gateway stops or hangs. */
  private static final Set<String> GONE = Set.of("UNAVAILABLE", "DEADLINE_EXCEEDED");

  private final int exitCode;
  private final String code;

  private VerbException(int exitCode, String code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
    this.code = code;
  }

  /** The command line, or a file that it names, is not what was expected. */
  public static VerbException usage(String message) {
    return new VerbException(ExitCode.USAGE, "USAGE", message, null);
  }

  /** What was asked cannot be done as things are. */
  public static VerbException refused(String message) {
    return new VerbException(ExitCode.REFUSED, "REFUSED", message, null);
  }

  /** A part of Serin is missing or broken. */
  public static VerbException internal(String message) {
    return new VerbException(ExitCode.INTERNAL, "INTERNAL", message, null);
  }

  /** A call to a gateway failed. */
  public static VerbException of(SerinException failure, Port port) {
    if (NOT_GRPC.matcher(text(failure)).find()) {
      var message = port.address() + " is not a gRPC port";
      return new VerbException(ExitCode.UNREACHABLE, "UNREACHABLE", message, failure);
    }
    if (failure.unreachable()) {
      return new VerbException(ExitCode.UNREACHABLE, "UNREACHABLE", unreachable(port), failure);
    }
    return switch (failure.code()) {
      case "UNIMPLEMENTED" ->
        new VerbException(ExitCode.REFUSED, failure.code(), otherPort(port), failure);
      case "INTERNAL", "UNKNOWN", "DATA_LOSS" ->
        new VerbException(ExitCode.INTERNAL, failure.code(), text(failure), failure);
      default -> new VerbException(ExitCode.REFUSED, failure.code(), text(failure), failure);
    };
  }

  private static String unreachable(Port port) {
    return "no gateway answers at " + port.address()
        + " (start one with ./serin serve, or say where with " + port.kind().choice() + ")";
  }

  private static String otherPort(Port port) {
    return port.address() + ": this call is not known there (expected: a gateway's "
        + port.kind().name().toLowerCase(Locale.ROOT) + " port)";
  }

  /**
   * Returns the same failure of a call that came after others had succeeded, with what they did. A
   * gateway that was there and no longer answers counts as unreachable, whatever it said last.
   */
  public VerbException after(String progress) {
    boolean gone = exitCode == ExitCode.UNREACHABLE || GONE.contains(code);
    return new VerbException(
        gone ? ExitCode.UNREACHABLE : exitCode,
        gone ? "UNREACHABLE" : code,
        progress + ": " + getMessage(),
        getCause());
  }

  /** How the process ends: one of {@link ExitCode}. */
  public int exitCode() {
    return exitCode;
  }

  /** The kind of failure for programs: the gRPC status code's name, or a word of our own. */
  public String code() {
    return code;
  }

  private static String text(SerinException failure) {
    return String.valueOf(failure.getMessage());
  }
}
