package dev.serin.cli.console;

import picocli.CommandLine.Option;

/** A verb that only groups subcommands. */
public abstract class VerbGroup {
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  private boolean help;
}
