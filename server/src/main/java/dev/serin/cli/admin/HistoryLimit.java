package dev.serin.cli.admin;

import dev.serin.cli.console.VerbException;
import picocli.CommandLine.Option;

/** The option that limits a history. */
public final class HistoryLimit {
  @Option(
      names = "-n",
      paramLabel = "N",
      defaultValue = "20",
      description = "show at most this many (default: 20)")
  private int count;

  public void check() {
    if (count < 1) {
      throw VerbException.usage("-n: " + count + " (expected: at least 1)");
    }
  }

  public int count() {
    return count;
  }
}
