package dev.serin.cli;

import dev.serin.cli.console.CommonOptions;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.VerbException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Reports a failure on standard error, as one line or one JSON object, and returns its exit code.
 * An unexpected failure comes with its stack trace.
 */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Console console;
  private final boolean json;

  Failures(Console console, List<String> arguments) {
    this.console = console;
    this.json = CommonOptions.json(arguments);
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    var verb = e.getCommandLine().getCommandSpec().qualifiedName();
    return report(VerbException.usage(UsageText.of(e) + " (see ./" + verb + " --help)"));
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine verb, ParseResult result) {
    return report(e);
  }

  /** Prints the failure and returns the exit code. */
  int report(Throwable failure) {
    if (failure instanceof VerbException known) {
      print(String.valueOf(known.getMessage()), known.code());
      return known.exitCode();
    }
    print("internal error: " + failure, "INTERNAL");
    if (!json) {
      failure.printStackTrace(console.err());
    }
    return ExitCode.INTERNAL;
  }

  private void print(String message, String code) {
    console
        .err()
        .println(
            json ? Json.line(Json.object("error", message, "code", code)) : "serin: " + message);
  }
}
