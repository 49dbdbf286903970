package dev.serin.cli;

import picocli.CommandLine.Option;

/** How much of a history is shown. */
final class HistoryLimit {
  @Option(
      names = "-n",
      paramLabel = "N",
      defaultValue = "20",
      description = "how many at most (default: 20)")
  private int count;

  void check() {
    if (count < 1) {
      throw VerbException.usage("-n: " + count + " (expected: at least 1)");
    }
  }

  int count() {
    return count;
  }
}
