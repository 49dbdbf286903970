package dev.serin.cli;

import picocli.CommandLine.Option;

/** A verb that does nothing without another one behind it. */
abstract class VerbGroup {
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this")
  private boolean help;
}
