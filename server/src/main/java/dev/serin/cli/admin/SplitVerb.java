package dev.serin.cli.admin;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.VerbGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Shows and changes the share of users that each version gets. */
@Command(
    name = "split",
    header = "Show or change the share of users that each version gets.",
    synopsisSubcommandLabel = "(get | set | history)",
    footer = {"", "Example:", "  ./serin split set digits 1=0.9 2=0.1 --reason \"first users\""})
public final class SplitVerb extends VerbGroup {
  private SplitVerb() {}

  public static CommandLine of(Console console) {
    return new CommandLine(new SplitVerb())
        .addSubcommand(new SplitGet(console))
        .addSubcommand(new SplitSet(console))
        .addSubcommand(new SplitHistory(console));
  }
}
