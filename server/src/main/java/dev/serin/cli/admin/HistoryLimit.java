package dev.serin.cli.admin;

import dev.serin.cli.console.VerbException;
import picocli.CommandLine.Option;

/** How much of a history is shown. */
public final class HistoryLimit {
  @Option(
      names = "-n",
      paramLabel = "N",
      defaultValue = "20",
      description = "how many at most (default: 20)")
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
