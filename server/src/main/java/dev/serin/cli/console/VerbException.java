package dev.serin.cli.console;

import dev.serin.client.SerinException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Thrown when a verb fails; the message is one line for the user. */
public final class VerbException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** How gRPC reports an answer in plain HTTP. */
  private static final Pattern NOT_GRPC = Pattern.compile(
      "First received frame was not SETTINGS|HTTP status code \\d|invalid content-type");

  /** The status codes of a call whose gateway stops or hangs. */
  private static final Set<String> GONE = Set.of("UNAVAILABLE", "DEADLINE_EXCEEDED");

  private final int exitCode;
  private final String code;

  private VerbException(int exitCode, String code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
    this.code = code;
  }

  /** The command line, or a file that it names, is invalid. */
  public static VerbException usage(String message) {
    return new VerbException(ExitCode.USAGE, "USAGE", message, null);
  }

  /** The request is refused in the current state. */
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
        + " (start one with ./serin serve, or set the address with "
        + port.kind().choice() + ")";
  }

  private static String otherPort(Port port) {
    return port.address() + ": call not implemented (expected: a gateway's "
        + port.kind().name().toLowerCase(Locale.ROOT) + " port)";
  }

  /**
   * Returns the same failure with the progress of the calls before it. A gateway that stopped
   * answering counts as unreachable, whatever its last status was.
   */
  public VerbException after(String progress) {
    boolean gone = exitCode == ExitCode.UNREACHABLE || GONE.contains(code);
    return new VerbException(
        gone ? ExitCode.UNREACHABLE : exitCode,
        gone ? "UNREACHABLE" : code,
        progress + ": " + getMessage(),
        getCause());
  }

  /** The exit code of the process, one of {@link ExitCode}. */
  public int exitCode() {
    return exitCode;
  }

  /** The kind of failure for programs: the name of the gRPC status code, or of an exit code. */
  public String code() {
    return code;
  }

  private static String text(SerinException failure) {
    return String.valueOf(failure.getMessage());
  }
}
