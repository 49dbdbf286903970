package dev.serin.cli.console;

import picocli.CommandLine.Option;

/** A verb that does nothing without another one behind it. */
public abstract class VerbGroup {
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this")
  private boolean help;
}
